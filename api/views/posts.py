"""Posts: lists in every representation, one post, its writing, and the posts related to it."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from api.conditional import expected_versions, one_object
from api.filters import PostFilters, filterset_of
from api.filters.facets import facets_of
from api.filters.shape import EVERYTHING
from api.idempotency import idempotent, one_transaction
from api.links import absolute
from api.narrowing import narrowing
from api.pagination import Pages
from api.permissions import MayChange, MayDelete, SignedIn, may
from api.representations import DATA, POST, POSTS
from api.serializers.facets import FacetsSerializer
from api.serializers.post_writing import PostWriteSerializer
from api.serializers.posts import PostSerializer, PostSummarySerializer
from api.serializers.shapes import ONE_POST, POST_IN_LIST
from api.throttling import POSTS as POSTS_LIMITS
from api.throttling import WRITES
from api.views.comments import THREADS_ON_PAGE, thread_page
from api.views.lookups import find_post
from api.views.shaped import Shaped
from blog.models import Comment, Post
from blog.querysets import PostQuerySet
from blog.querysets.posts import ID
from blog.querysets.visibility import User
from blog.search.highlights import highlight
from blog.search.query import Query
from blog.search.related import related
from blog.services.posts import create_post, delete_post, update_post

# What the path is compared with, and `Last-Modified`.
ALWAYS_OF_ONE = frozenset({"slug", "updated_at"})


def whole_posts(user: User) -> PostQuerySet:
    """Return the visible posts with all that one of them shows."""
    return Post.objects.visible_to(user).with_parts(user).select_related("seo_image")


def answer_with(view: Any, post: Post, status: int = 200) -> Response:
    """Answer with one post, and the tag that a later write can name."""
    context = view.get_serializer_context()
    selection = context.get("selection", EVERYTHING)
    visible = Post.objects.visible_to(view.request.user)
    for beside in ("previous", "next"):
        if selection.shows(beside):
            setattr(post, beside, visible.neighbour(post, newer=beside == "next"))
    return one_object(post, PostSerializer(post, context=context).data, status)


def answered(view: Any) -> Comment | None:
    """Return the comment that the page's form answers: as it was sent, or as the link says."""
    if view.form is None:
        given = view.request.query_params.get("reply_to")
    else:
        given = view.form.values.get("parent")
    given = str(given or "")
    if not ID.fullmatch(given):
        return None
    visible = Comment.objects.visible_to(view.request.user).filter(post=view.on_post)
    return visible.filter(pk=given, author__isnull=False).select_related("author").first()


@extend_schema_view(
    list=extend_schema(
        summary="List posts",
        description="Published posts, the newest first. Every filter combines with every other, "
        "and with every representation: a feed of a tag is `?tag=…&format=atom`.",
    ),
    retrieve=extend_schema(
        summary="Read a post",
        description="One post, whole, by id, slug or former slug (308 to the present one).",
    ),
    create=extend_schema(
        summary="Write a post",
        description="A draft, unless `status` says otherwise. `slug` is made from the title, and "
        "tags that do not exist are made.",
        request=PostWriteSerializer,
        responses={201: PostSerializer},
    ),
    update=extend_schema(
        summary="Replace a post",
        description="The text and what belongs to it; what is absent is emptied. Where the post "
        "stands (`slug`, `status`, `published_at`, `featured`) stays unless it is named.",
        request=PostWriteSerializer,
        responses=PostSerializer,
    ),
    partial_update=extend_schema(
        summary="Change a post",
        description="Only what is named; a changed slug goes on leading to the post.",
        request=PostWriteSerializer,
        responses=PostSerializer,
    ),
    destroy=extend_schema(
        summary="Delete a post", description="With its comments, likes and revisions, for good."
    ),
)
class PostViewSet(Shaped, ModelViewSet):
    """Posts by id, slug or former slug, and lists of them under any filter."""

    queryset = Post.objects.all()
    serializer_class = PostSummarySerializer
    serializers = {
        "retrieve": PostSerializer,
        **dict.fromkeys(("create", "update", "partial_update"), PostWriteSerializer),
    }
    permissions = {
        "create": may("write_posts"),
        "update": SignedIn & MayChange,
        "partial_update": SignedIn & MayChange,
        "destroy": SignedIn & MayDelete,
    }
    limits = {
        "create": POSTS_LIMITS,
        **dict.fromkeys(("update", "partial_update", "destroy"), WRITES),
    }
    shapes = {"list": POST_IN_LIST, "related": POST_IN_LIST, "retrieve": ONE_POST}
    renderer_classes = POSTS
    renderers = {
        "retrieve": POST,
        **dict.fromkeys(("create", "update", "partial_update", "destroy"), DATA),
    }
    filterset_class = PostFilters
    lookup_field = "ref"
    lookup_value_regex = "[^/]+"
    paginator: Pages
    columns = (
        "id",
        "slug",
        "title",
        "excerpt",
        "author.username",
        "author.display_name",
        "category.slug",
        "tags",
        "status",
        "featured",
        "published_at",
        "created_at",
        "updated_at",
        "reading_minutes",
        "comment_count",
        "like_count",
        "html_url",
    )

    def get_queryset(self) -> Any:
        user = self.request.user
        if self.action == "list":
            return Post.objects.visible_to(user)
        if self.selection.tree:
            needs = self.selection.needs | ALWAYS_OF_ONE
            return Post.objects.visible_to(user).loading(user, needs)
        return whole_posts(user)

    @property
    def search(self) -> Query | None:
        """What this list is searched for."""
        filterset: Any = filterset_of(self.request, self)
        return filterset.query if self.action == "list" else None

    @property
    def include(self) -> frozenset[str]:
        """Show where each result of a search has its words."""
        searched = self.search and not self.streams
        return super().include | ({"highlight"} if searched else set())

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        if self.search and self.selection.shows("highlight", {"highlight"}):
            for post in page or ():
                post.highlight = highlight(self.search, post)
        return page

    def get_paginated_response(self, data: Any) -> Response:
        """Add the facets that were asked for."""
        response = super().get_paginated_response(data)
        filterset: Any = filterset_of(self.request, self)
        if names := filterset.form.cleaned_data["facets"]:
            response.data["facets"] = FacetsSerializer(facets_of(filterset, names)).data
        return response

    def get_object(self) -> Post:
        """Return the post that the path names, if the person may do this to it."""
        post = find_post(self, self.get_queryset())
        self.check_object_permissions(self.request, post)
        return post

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.on_post = self.get_object()
        self.with_threads([self.on_post])
        return answer_with(self, self.on_post)

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with one_transaction(self) as keep:
            post = create_post(author=self.person, fields=serializer.validated_data)
            return keep(answer_with(self, whole_posts(self.person).get(pk=post.pk), 201))

    def update(
        self, request: Request, *args: Any, partial: bool = False, **kwargs: Any
    ) -> Response:
        post = self.get_object()
        serializer = self.get_serializer(post, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        update_post(
            post=post,
            by=self.person,
            fields=serializer.validated_data,
            expected=expected_versions(request),
        )
        return answer_with(self, whole_posts(request.user).get(pk=post.pk))

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.update(request, *args, partial=True, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        delete_post(post=self.get_object(), by=self.person, expected=expected_versions(request))
        return Response(status=204)

    @extend_schema(
        summary="List related posts",
        description="Posts that a reader of this one may want, the nearest first, at most three: "
        "those that share its telling words, which it says often and few others say, and its tags.",
        responses=PostSummarySerializer(many=True),
        filters=False,
    )
    @action(detail=True, renderer_classes=DATA, pagination_class=None)
    def related(self, request: Request, **kwargs: Any) -> Response:
        """Other posts that a reader of this one may want."""
        return Response(self._related_to(find_post(self, Post.objects.visible_to(request.user))))

    def _related_to(self, post: Post) -> Any:
        published = Post.objects.visible_to(self.request.user).published()
        posts = self.with_threads(list(related(self.loaded(published), post)))
        context = self.get_serializer_context()
        return PostSummarySerializer(posts, many=True, context=context).data

    def feed_context(self) -> dict[str, str]:
        return {"html_url": absolute(reverse("blog:post-list"))}

    def page_context(self, data: Any) -> dict[str, Any]:
        if self.action == "list":
            return narrowing(self, data["count"])
        if self.action != "retrieve":
            return {}
        self.paginator.page_size = THREADS_ON_PAGE
        return {
            "comments": thread_page(self, self.on_post).data,
            "related": self._related_to(self.on_post),
            "answered": answered(self),
        }
