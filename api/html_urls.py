"""`/blog/`: the documents' routes, the same viewsets with the page first."""

from typing import Any

from django.urls import path

from api.views.pages import CommentPages, LikePages, PostPages
from api.views.post_lists import (
    AuthorByUuid,
    AuthorPosts,
    CategoryPosts,
    PeriodPosts,
    TagPosts,
)
from api.views.posts import PostViewSet
from api.views.reports import ArchiveViewSet, StatisticsViewSet

app_name = "blog"

LIST: Any = {"get": "list"}
POST: dict[str, Any] = {"basename": "post", "prefers": "html"}
ONE = {**POST, "detail": True}
COMMENT: dict[str, Any] = {"basename": "comment", "prefers": "html", "detail": True}

one_post = PostPages.as_view({"get": "retrieve", "post": "comment"}, **ONE)
new_post = PostPages.as_view({"get": "new", "post": "create"}, **POST)
edit_post = PostPages.as_view({"get": "edit", "post": "partial_update"}, **ONE)
delete_post = PostPages.as_view({"get": "confirm", "post": "destroy"}, **ONE)
like_post = LikePages.as_view({"post": "toggle"}, basename="like", prefers="html", detail=True)
edit_comment = CommentPages.as_view({"get": "edit", "post": "partial_update"}, **COMMENT)
delete_comment = CommentPages.as_view({"get": "confirm", "post": "destroy"}, **COMMENT)
moderation = CommentPages.as_view({"get": "queue", "post": "moderate"}, **COMMENT)

by_category = CategoryPosts.as_view(LIST, **POST)
by_tag = TagPosts.as_view(LIST, **POST)
by_author = AuthorPosts.as_view(LIST, **POST)
by_period = PeriodPosts.as_view(LIST, **POST)
archive = ArchiveViewSet.as_view(LIST, basename="archive", prefers="html")
statistics = StatisticsViewSet.as_view(LIST, basename="statistics", prefers="html")
author_by_uuid = AuthorByUuid.as_view({"get": "retrieve"}, basename="author", prefers="html")
feed = PostViewSet.as_view(LIST, basename="post", prefers="atom")

urlpatterns = [
    path("", PostViewSet.as_view(LIST, **POST), name="post-list"),
    path("posts/create/", new_post, name="post-create"),
    path("posts/<str:ref>/", one_post, name="post-detail"),
    path("posts/<str:ref>/edit/", edit_post, name="post-edit"),
    path("posts/<str:ref>/delete/", delete_post, name="post-delete"),
    path("posts/<str:ref>/like/", like_post, name="post-like"),
    path("comments/moderation/", moderation, name="moderation"),
    path("comments/<int:pk>/edit/", edit_comment, name="comment-edit"),
    path("comments/<int:pk>/delete/", delete_comment, name="comment-delete"),
    path("category/<str:category>/", by_category, name="category"),
    path("tag/<str:tag>/", by_tag, name="tag"),
    path("author/<str:author>/", by_author, name="author"),
    path("user/<uuid:uuid>/", author_by_uuid, name="author-by-uuid"),
    path("archive/", archive, name="archive"),
    path("archive/<int:year>/", by_period, name="archive-year"),
    path("archive/<int:year>/<int:month>/", by_period, name="archive-month"),
    path("statistics/", statistics, name="statistics"),
    path("feed/", feed, name="feed"),
]
