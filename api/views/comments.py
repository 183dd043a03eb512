"""Comments: of a post, as threads or flat, and over all posts."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from api.filters import CommentFilters
from api.representations import DATA, TABLE, Represented
from api.serializers.comments import CommentSerializer
from api.views.lookups import find_post
from blog.models import Comment, Post

VIEWS = ("tree", "flat")
COLUMNS = (
    "id",
    "post.id",
    "post.slug",
    "parent",
    "depth",
    "author.username",
    "author.display_name",
    "content",
    "status",
    "created_at",
    "edited_at",
)


def thread_page(view: Any, post: Post) -> Response:
    """Answer with one page of the post's threads; the view's paginator counts the roots."""
    visible = Comment.objects.visible_to(view.request.user).filter(post=post).with_parts()
    roots = view.paginator.paginate_queryset(visible.roots(), view.request, view=view)
    visible.attach_replies(roots)
    serializer = CommentSerializer(roots, many=True, context=view.get_serializer_context())
    return view.paginator.get_paginated_response(serializer.data)


@extend_schema_view(
    list=extend_schema(
        summary="List comments",
        description="Comments over all posts, the oldest first.",
    ),
    retrieve=extend_schema(summary="Read a comment", description="One comment, by id."),
)
class CommentViewSet(Represented, ReadOnlyModelViewSet):
    """Comments over all posts, oldest first."""

    queryset = Comment.objects.all()
    serializer_class = CommentSerializer
    renderer_classes = TABLE
    renderers = {"retrieve": DATA}
    filterset_class = CommentFilters
    lookup_value_regex = "[1-9][0-9]{0,17}"
    columns = COLUMNS

    def get_queryset(self) -> QuerySet[Comment]:
        return Comment.objects.visible_to(self.request.user).with_parts()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().filter_queryset(queryset) if self.action == "list" else queryset


@extend_schema_view(
    list=extend_schema(
        summary="List the comments of a post",
        description="As a tree, paged by thread, or flat, the oldest first.",
        parameters=[
            OpenApiParameter(
                "view",
                enum=VIEWS,
                default="tree",
                description="`tree` nests replies in `replies`; `flat` lists every comment.",
            )
        ],
    )
)
class PostCommentViewSet(Represented, ListModelMixin, GenericViewSet):
    """The comments of one post: `?view=tree`, paged by thread, or `?view=flat`."""

    queryset = Comment.objects.all()
    serializer_class = CommentSerializer
    renderer_classes = TABLE
    parameters = {"list": {"view": VIEWS}}
    filter_backends = ()
    columns = COLUMNS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.shape = request.query_params.get("view", "tree")
        self.post = find_post(self, Post.objects.visible_to(request.user))

    def get_queryset(self) -> QuerySet[Comment]:
        return Comment.objects.visible_to(self.request.user).filter(post=self.post).with_parts()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        if self.shape == "tree" and not self.streams:
            return thread_page(self, self.post)
        return super().list(request, *args, **kwargs)
