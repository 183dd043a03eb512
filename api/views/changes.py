"""The feed of changes: what a copy of the blog has to do to stay one."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.filters.changes import CURSOR_LENGTH, PAGE_SIZE, ChangeFilters, written
from api.filters.parameters import filterset_of
from api.representations import DATA, Represented
from api.serializers.changes import ChangesSerializer
from blog.changes import changes_since
from blog.models import Change

LIMITS = {"minimum": 1, "maximum": PAGE_SIZE, "default": PAGE_SIZE}
SCHEMAS: dict[str, dict[str, Any]] = {
    "since": {"type": "string", "maxLength": CURSOR_LENGTH},
    "page_size": {"type": "integer", **LIMITS},
}


class ChangeViewSet(Represented, ViewSet):
    """What was published, changed, withdrawn or deleted, for whoever keeps a copy of the blog.

    The answer is the same for everybody: it tells of what everybody may read.
    """

    renderer_classes = DATA
    filterset_class = ChangeFilters
    queryset = Change.objects.all()
    problems = ("Gone",)

    @extend_schema(
        operation_id="changes_retrieve",
        summary="Read what has changed",
        description="Take a cursor (without `since`), read the whole blog, then ask again and "
        "again with `since` and the `next` of the answer before. Ask at once as long as there are "
        "results. What everybody may read is told, in order: drafts and scheduled posts are not "
        "there, and a scheduled post is told of once its time has come.",
        parameters=[
            OpenApiParameter(name, schema, description=ChangeFilters.base_filters[name].label)
            for name, schema in SCHEMAS.items()
        ],
        responses=ChangesSerializer,
    )
    def list(self, request: Request, **kwargs: Any) -> Response:
        asked = filterset_of(request, self).form.cleaned_data  # type: ignore[union-attr]
        changes, place = changes_since(asked["since"], int(asked["page_size"] or PAGE_SIZE))
        answer = {"results": changes, "next": written(place)}
        return Response(ChangesSerializer(answer).data)
