"""Categories, a tree, and tags."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.representations import DATA, PAGE, Represented
from api.serializers.taxonomy import CategorySerializer, TagSerializer
from api.views.lookups import find_category
from blog.models import Category, Tag


@extend_schema_view(
    list=extend_schema(
        summary="List categories",
        description="All categories in tree order; each names its parent and its children.",
    ),
    retrieve=extend_schema(summary="Read a category", description="One category, by slug."),
)
class CategoryViewSet(Represented, ReadOnlyModelViewSet):
    """The categories in tree order: each names its parent and its children."""

    queryset = Category.objects.all()
    serializer_class = CategorySerializer
    renderer_classes = PAGE
    renderers = {"list": DATA}
    filter_backends = ()
    lookup_field = "slug"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> Any:
        return Category.objects.visible_to(self.request.user).as_tree()

    def get_object(self) -> Category:
        return find_category(self.request.user, self.kwargs["slug"])


@extend_schema_view(
    list=extend_schema(
        summary="List tags",
        description="Tags that a visible post carries, by name.",
    ),
    retrieve=extend_schema(summary="Read a tag", description="One tag, by slug."),
)
class TagViewSet(Represented, ReadOnlyModelViewSet):
    """Tags that a visible post carries, by name."""

    queryset = Tag.objects.all()
    serializer_class = TagSerializer
    renderer_classes = PAGE
    renderers = {"list": DATA}
    filter_backends = ()
    lookup_field = "slug"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Tag]:
        return Tag.objects.visible_to(self.request.user).with_post_count()
