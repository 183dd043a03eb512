"""Categories, a tree, and tags; editors write them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ModelViewSet

from api.conditional import expected_versions, one_object
from api.exceptions import BadParameters
from api.idempotency import idempotent, one_transaction
from api.permissions import may
from api.representations import DATA, PAGE, Represented
from api.serializers.taxonomy import CategorySerializer, TagSerializer
from api.serializers.taxonomy_writing import (
    CategoryWriteSerializer,
    MergeSerializer,
    TagWriteSerializer,
)
from api.throttling import WRITES
from api.views.lookups import find_category
from blog.errors import BadValue
from blog.models import Category, Tag
from blog.services.categories import delete_category, save_category
from blog.services.tags import delete_tag, merge_tags, save_tag

CHANGES = ("create", "update", "partial_update", "destroy", "merge")


class TaxonomyViewSet(Represented, ModelViewSet):
    """What categories and tags share: editors write them, and they are named by slug."""

    serializer_class: type[Serializer]
    renderer_classes = PAGE
    renderers = dict.fromkeys(("list", *CHANGES), DATA)
    permissions = dict.fromkeys(CHANGES, may("edit_taxonomy"))
    limits = dict.fromkeys(CHANGES, WRITES)
    filter_backends = ()
    lookup_field = "slug"
    lookup_value_regex = "[^/]+"

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.write(None, 201)

    def update(
        self, request: Request, *args: Any, partial: bool = False, **kwargs: Any
    ) -> Response:
        return self.write(self.get_object(), partial=partial)

    def write(self, row: Any, status: int = 200, *, partial: bool = False) -> Response:
        serializer = self.get_serializer(row, data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        with one_transaction(self) as keep:
            saved = self.save(row, serializer.validated_data)
            return keep(self.answer(self.shown(saved.slug), status))

    def save(self, row: Any, fields: dict[str, Any]) -> Any:
        raise NotImplementedError

    def shown(self, slug: str) -> Any:
        """Return the row with what its representation counts."""
        raise NotImplementedError

    def answer(self, row: Any, status: int = 200) -> Response:
        return one_object(row, self.serializer_class(row).data, status)


@extend_schema_view(
    list=extend_schema(
        summary="List categories",
        description="All categories in tree order; each names its parent and its children.",
    ),
    retrieve=extend_schema(summary="Read a category", description="One category, by slug."),
    create=extend_schema(
        summary="Add a category",
        request=CategoryWriteSerializer,
        responses={201: CategorySerializer},
    ),
    update=extend_schema(
        summary="Replace a category",
        description="Without a `parent` it moves to the top.",
        request=CategoryWriteSerializer,
        responses=CategorySerializer,
    ),
    partial_update=extend_schema(
        summary="Change a category",
        description="A new `parent` moves it with all that is below it.",
        request=CategoryWriteSerializer,
        responses=CategorySerializer,
    ),
    destroy=extend_schema(
        summary="Delete a category",
        description="One that holds posts or categories is kept (409), unless `move_to` names the "
        "category that takes them.",
        parameters=[
            OpenApiParameter(
                "move_to",
                {"type": "string", "maxLength": 100},
                description="Slug of the category that takes them.",
            )
        ],
    ),
)
class CategoryViewSet(TaxonomyViewSet):
    """The categories in tree order: each names its parent and its children."""

    queryset = Category.objects.all()
    serializer_class = CategorySerializer
    serializers = dict.fromkeys(("create", "update", "partial_update"), CategoryWriteSerializer)
    parameters = {"destroy": {"move_to": ()}}

    def get_queryset(self) -> Any:
        return Category.objects.visible_to(self.request.user).as_tree()

    def get_object(self) -> Category:
        return self.shown(self.kwargs["slug"])

    def shown(self, slug: str) -> Category:
        return find_category(self.request.user, slug)

    def save(self, row: Category | None, fields: dict[str, Any]) -> Category:
        expected = expected_versions(self.request)
        return save_category(category=row or Category(), fields=fields, expected=expected)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        category, slug = self.get_object(), request.query_params.get("move_to")
        try:
            move_to = self.shown(slug) if slug is not None else None
            expected = expected_versions(request)
            delete_category(category=category, move_to=move_to, expected=expected)
        except (Http404, BadValue) as exc:
            detail = exc.message if isinstance(exc, BadValue) else f"There is no category {slug!r}."
            raise BadParameters(
                [{"parameter": "move_to", "code": "invalid", "detail": detail}]
            ) from exc
        return Response(status=204)


@extend_schema_view(
    list=extend_schema(
        summary="List tags",
        description="Tags that a visible post carries, by name.",
    ),
    retrieve=extend_schema(summary="Read a tag", description="One tag, by slug."),
    create=extend_schema(
        summary="Add a tag", request=TagWriteSerializer, responses={201: TagSerializer}
    ),
    update=extend_schema(
        summary="Replace a tag", request=TagWriteSerializer, responses=TagSerializer
    ),
    partial_update=extend_schema(
        summary="Change a tag", request=TagWriteSerializer, responses=TagSerializer
    ),
    destroy=extend_schema(summary="Delete a tag", description="Its posts carry it no more."),
)
class TagViewSet(TaxonomyViewSet):
    """Tags that a visible post carries, by name."""

    queryset = Tag.objects.all()
    serializer_class = TagSerializer
    serializers = {
        **dict.fromkeys(("create", "update", "partial_update"), TagWriteSerializer),
        "merge": MergeSerializer,
    }

    def get_queryset(self) -> QuerySet[Tag]:
        return Tag.objects.visible_to(self.request.user).with_post_count()

    def shown(self, slug: str) -> Tag:
        return self.get_queryset().get(slug=slug)

    def save(self, row: Tag | None, fields: dict[str, Any]) -> Tag:
        expected = expected_versions(self.request)
        return save_tag(tag=row or Tag(), fields=fields, expected=expected)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        delete_tag(tag=self.get_object(), expected=expected_versions(request))
        return Response(status=204)

    @extend_schema(
        summary="Merge a tag",
        description="Its posts carry the other one, and it is gone.",
        request=MergeSerializer,
        responses=TagSerializer,
    )
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        tag = self.get_object()
        serializer.is_valid(raise_exception=True)
        merge_tags(tag=tag, into=serializer.validated_data["into"])
        return self.answer(self.shown(serializer.validated_data["into"].slug))
