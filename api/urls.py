"""`/api/v1/`: every viewset, JSON first."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from api.views.authors import AuthorViewSet
from api.views.comments import CommentViewSet, PostCommentViewSet
from api.views.docs import DocsView, SchemaView
from api.views.me import MeView
from api.views.posts import PostViewSet
from api.views.reports import ArchiveViewSet, StatisticsViewSet
from api.views.root import RootView
from api.views.taxonomy import CategoryViewSet, TagViewSet

app_name = "api"

router = SimpleRouter()
router.register("posts", PostViewSet, basename="post")
router.register(r"posts/(?P<ref>[^/]+)/comments", PostCommentViewSet, basename="post-comment")
router.register("comments", CommentViewSet, basename="comment")
router.register("categories", CategoryViewSet, basename="category")
router.register("tags", TagViewSet, basename="tag")
router.register("authors", AuthorViewSet, basename="author")
router.register("archive", ArchiveViewSet, basename="archive")
router.register("statistics", StatisticsViewSet, basename="statistics")

urlpatterns = [
    path("", RootView.as_view(), name="root"),
    path("v1/", RootView.as_view(), name="root-v1"),
    path("v1/me/", MeView.as_view(), name="me"),
    path("v1/schema/", SchemaView.as_view(), name="schema"),
    path("v1/docs/", DocsView.as_view(), name="docs"),
    path("v1/", include(router.urls)),
]
