"""Posts: lists in every representation, one post, and the posts related to it."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.filters import PostFilters
from api.links import absolute
from api.pagination import Pages
from api.representations import DATA, POST, POSTS, Represented
from api.serializers.posts import PostSerializer, PostSummarySerializer
from api.views.comments import thread_page
from api.views.lookups import find_post
from blog.models import Post

# The comments of a post's page; the API's own default is smaller.
THREADS_ON_PAGE = 50


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
)
class PostViewSet(Represented, ReadOnlyModelViewSet):
    """Posts by id, slug or former slug, and lists of them under any filter."""

    queryset = Post.objects.all()
    serializer_class = PostSummarySerializer
    serializers = {"retrieve": PostSerializer}
    renderer_classes = POSTS
    renderers = {"retrieve": POST}
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
        posts = Post.objects.visible_to(user)
        if self.action == "retrieve":
            return posts.with_parts(user).select_related("seo_image")
        return posts.for_list(user, self.include)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        post = find_post(self, self.get_queryset())
        visible = Post.objects.visible_to(request.user)
        post.previous = visible.neighbour(post, newer=False)
        post.next = visible.neighbour(post, newer=True)
        self.post = post
        return Response(self.get_serializer(post).data)

    @extend_schema(
        summary="List related posts",
        description="Posts that a reader of this one may want: the newest three of its category.",
        responses=PostSummarySerializer(many=True),
        filters=False,
    )
    @action(detail=True, renderer_classes=DATA, pagination_class=None)
    def related(self, request: Request, **kwargs: Any) -> Response:
        """Other posts that a reader of this one may want: the newest three of its category."""
        post = find_post(self, Post.objects.visible_to(request.user))
        return Response(self._related_to(post))

    def _related_to(self, post: Post) -> Any:
        user = self.request.user
        posts = Post.objects.visible_to(user).for_list(user).related_to(post)
        serializer = PostSummarySerializer(posts, many=True, context=self.get_serializer_context())
        return serializer.data

    def feed_context(self) -> dict[str, str]:
        return {"html_url": absolute(reverse("blog:post-list"))}

    def page_context(self, data: Any) -> dict[str, Any]:
        if self.action != "retrieve":
            return {}
        self.paginator.page_size = THREADS_ON_PAGE
        return {
            "comments": thread_page(self, self.post).data,
            "related": self._related_to(self.post),
        }
