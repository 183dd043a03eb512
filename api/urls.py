"""`/api/v1/`: every viewset, JSON first."""

from typing import Any

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from api.views.auth import AuthViewSet
from api.views.authors import AuthorViewSet
from api.views.changes import ChangeViewSet
from api.views.comments import CommentViewSet, PostCommentViewSet
from api.views.docs import DocsView, SchemaView
from api.views.likes import LikeViewSet
from api.views.me import MeViewSet
from api.views.media import MediaViewSet
from api.views.posts import PostViewSet
from api.views.reports import ArchiveViewSet, StatisticsViewSet
from api.views.revisions import RevisionViewSet
from api.views.root import RootView
from api.views.suggestions import SuggestionViewSet
from api.views.taxonomy import CategoryViewSet, TagViewSet
from api.views.tokens import TokenViewSet

app_name = "api"

# The routes that a router does not make: PATCH on the list moderates many comments at once.
LIKES: Any = {"put": "like", "delete": "unlike", "post": "toggle"}
ME: Any = {"get": "retrieve", "patch": "partial_update"}
COMMENTS: Any = {"get": "list", "patch": "moderate"}
AUTH: list[tuple[str, Any, str]] = [
    ("signup/", {"post": "signup"}, "signup"),
    ("login/", {"post": "login"}, "login"),
    ("logout/", {"post": "logout"}, "logout"),
    ("csrf/", {"get": "csrf"}, "csrf"),
    ("password/", {"post": "change_password"}, "password"),
    ("password/reset/", {"post": "reset"}, "password-reset"),
    ("password/reset/confirm/", {"post": "reset_confirm"}, "password-reset-confirm"),
    ("deactivate/", {"post": "deactivate"}, "deactivate"),
]

router = SimpleRouter()
router.register("posts", PostViewSet, basename="post")
router.register(r"posts/(?P<ref>[^/]+)/comments", PostCommentViewSet, basename="post-comment")
router.register(r"posts/(?P<ref>[^/]+)/revisions", RevisionViewSet, basename="revision")
router.register("comments", CommentViewSet, basename="comment")
router.register("categories", CategoryViewSet, basename="category")
router.register("media", MediaViewSet, basename="media")
router.register("tags", TagViewSet, basename="tag")
router.register("authors", AuthorViewSet, basename="author")
router.register("auth/tokens", TokenViewSet, basename="token")
router.register("suggest", SuggestionViewSet, basename="suggestion")
router.register("changes", ChangeViewSet, basename="change")
router.register("archive", ArchiveViewSet, basename="archive")
router.register("statistics", StatisticsViewSet, basename="statistics")

urlpatterns = [
    path("", RootView.as_view(), name="root"),
    path("v1/", RootView.as_view(), name="root-v1"),
    path("v1/me/", MeViewSet.as_view(ME, basename="me"), name="me"),
    *(
        path(f"v1/auth/{route}", AuthViewSet.as_view(actions, basename="auth"), name=name)
        for route, actions, name in AUTH
    ),
    path("v1/schema/", SchemaView.as_view(), name="schema"),
    path("v1/docs/", DocsView.as_view(), name="docs"),
    path(
        "v1/posts/<str:ref>/like/",
        LikeViewSet.as_view(LIKES, basename="like", detail=True),
        name="post-like",
    ),
    path(
        "v1/comments/",
        CommentViewSet.as_view(COMMENTS, basename="comment", detail=False),
        name="comment-list",
    ),
    path("v1/", include(router.urls)),
]
