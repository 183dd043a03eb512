"""`/blog/`: the documents' routes, the same viewsets with the page first."""

from typing import Any

from django.urls import path

from api.views.post_lists import (
    AuthorPosts,
    CategoryPosts,
    PeriodPosts,
    TagPosts,
    author_by_uuid,
)
from api.views.posts import PostViewSet
from api.views.reports import ArchiveViewSet, StatisticsViewSet

app_name = "blog"

LIST: Any = {"get": "list"}
POST: dict[str, Any] = {"basename": "post", "prefers": "html"}
ONE = {**POST, "detail": True}

by_category = CategoryPosts.as_view(LIST, **POST)
by_tag = TagPosts.as_view(LIST, **POST)
by_author = AuthorPosts.as_view(LIST, **POST)
by_period = PeriodPosts.as_view(LIST, **POST)
archive = ArchiveViewSet.as_view(LIST, basename="archive", prefers="html")
statistics = StatisticsViewSet.as_view(LIST, basename="statistics", prefers="html")
feed = PostViewSet.as_view(LIST, basename="post", prefers="atom")

urlpatterns = [
    path("", PostViewSet.as_view(LIST, **POST), name="post-list"),
    path("posts/<str:ref>/", PostViewSet.as_view({"get": "retrieve"}, **ONE), name="post-detail"),
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
