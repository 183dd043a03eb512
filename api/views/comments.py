"""Comments: of a post, as threads or flat, and over all posts; written and moderated."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from api.conditional import expected_versions, one_object
from api.filters import CommentFilters
from api.idempotency import idempotent, one_transaction
from api.parsers import MOST_OF_COMMENT
from api.permissions import MayDelete, SignedIn, may
from api.representations import DATA, TABLE, Represented
from api.serializers.comment_writing import (
    CommentChangeSerializer,
    CommentWriteSerializer,
    ModerationResultSerializer,
    ModerationSerializer,
)
from api.serializers.comments import CommentSerializer
from api.throttling import COMMENTS, WRITES
from api.views.lookups import find_post
from blog.models import Comment, Post
from blog.querysets.posts import ID
from blog.services.comments import add_comment, delete_comment, set_statuses, update_comment

VIEWS = ("tree", "flat")
GONE_ONCE = {"destroy", "confirm", "edit"}
# The comments of a post's page; the API's own default is smaller.
THREADS_ON_PAGE = 50
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


def answer_with(view: Any, comment: Comment, status: int = 200) -> Response:
    """Answer with one comment, and the tag that a later write can name."""
    data = CommentSerializer(comment, context=view.get_serializer_context()).data
    return one_object(comment, data, status)


def write_comment(view: Any, post: Post) -> Response:
    """Add a comment to a post that the person sees; only what is published can be commented."""
    if not post.can_be_commented_by(view.request.user):
        raise PermissionDenied("Comments are open once the post is published.")
    context = {**view.get_serializer_context(), "post": post}
    serializer = CommentWriteSerializer(data=view.request.data, context=context)
    serializer.is_valid(raise_exception=True)
    with one_transaction(view) as keep:
        comment = add_comment(post=post, author=view.person, **serializer.validated_data)
        return keep(answer_with(view, Comment.objects.with_parts().get(pk=comment.pk), 201))


@extend_schema_view(
    list=extend_schema(
        summary="List comments",
        description="Comments over all posts, the oldest first. Editors find what waits for them "
        "by `status`.",
    ),
    retrieve=extend_schema(summary="Read a comment", description="One comment, by id."),
    partial_update=extend_schema(
        summary="Change a comment",
        description="Its author may change the `content` for a while; moderators may change it, "
        "and set the `status`.",
        request=CommentChangeSerializer,
        responses=CommentSerializer,
    ),
    destroy=extend_schema(
        summary="Delete a comment",
        description="One with replies keeps its place, without author and content.",
    ),
)
class CommentViewSet(Represented, ReadOnlyModelViewSet):
    """Comments over all posts, oldest first."""

    queryset = Comment.objects.all()
    serializer_class = CommentSerializer
    renderer_classes = TABLE
    serializers = {"partial_update": CommentChangeSerializer, "moderate": ModerationSerializer}
    renderers = dict.fromkeys(("retrieve", "partial_update", "destroy", "moderate"), DATA)
    permissions = {
        "partial_update": may("comment"),
        "destroy": SignedIn & MayDelete,
        "moderate": may("moderate"),
    }
    limits = dict.fromkeys(("partial_update", "destroy", "moderate"), WRITES)
    most_bytes = MOST_OF_COMMENT
    filterset_class = CommentFilters
    lookup_value_regex = ID.pattern
    columns = COLUMNS

    def get_queryset(self) -> QuerySet[Comment]:
        comments = Comment.objects.visible_to(self.request.user).with_parts()
        # What is deleted already is not there to be deleted, though its place is still shown.
        return comments.filter(deleted_at=None) if self.action in GONE_ONCE else comments

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return answer_with(self, self.get_object())

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        comment = self.get_object()
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        expected, fields = expected_versions(request), serializer.validated_data
        update_comment(comment=comment, by=self.person, fields=fields, expected=expected)
        return answer_with(self, Comment.objects.with_parts().get(pk=comment.pk))

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        delete_comment(comment=self.get_object(), expected=expected_versions(request))
        return Response(status=204)

    @extend_schema(
        operation_id="comments_moderate",
        summary="Moderate comments",
        description="Sets the `status` of up to 100 comments, with a result for each.",
        request=ModerationSerializer,
        responses=ModerationResultSerializer,
    )
    def moderate(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        found = set_statuses(**serializer.validated_data)
        return Response(ModerationResultSerializer.of(found, serializer.validated_data["status"]))


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
    ),
    create=extend_schema(
        summary="Comment on a post",
        description="It shows at once where its author is trusted (an editor, or somebody with an "
        "approved comment); else it is `pending` until a moderator approves it.",
        request=CommentWriteSerializer,
        responses={201: CommentSerializer},
    ),
)
class PostCommentViewSet(Represented, ListModelMixin, GenericViewSet):
    """The comments of one post: `?view=tree`, paged by thread, or `?view=flat`."""

    queryset = Comment.objects.all()
    serializer_class = CommentSerializer
    serializers = {"create": CommentWriteSerializer}
    renderer_classes = TABLE
    renderers = {"create": DATA}
    permissions = {"create": may("comment")}
    limits = {"create": COMMENTS}
    most_bytes = MOST_OF_COMMENT
    parameters = {"list": {"view": VIEWS}}
    filter_backends = ()
    columns = COLUMNS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.shape = request.query_params.get("view", "tree")
        self.on_post = find_post(self, Post.objects.visible_to(request.user))

    def get_queryset(self) -> QuerySet[Comment]:
        return Comment.objects.visible_to(self.request.user).filter(post=self.on_post).with_parts()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        if self.shape == "tree" and not self.streams:
            return thread_page(self, self.on_post)
        return super().list(request, *args, **kwargs)

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return write_comment(self, self.on_post)
