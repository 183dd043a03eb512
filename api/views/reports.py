"""What the blog can say of itself: its archive and its statistics."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.representations import PAGE, Represented
from api.serializers.reports import StatisticsSerializer, YearSerializer
from blog.statistics import archive, statistics


class ArchiveViewSet(Represented, ViewSet):
    """How many posts were published in each year and month, newest first."""

    renderer_classes = PAGE
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        summary="Read the archive",
        responses=YearSerializer(many=True),
    )
    def list(self, request: Request, **kwargs: Any) -> Response:
        return Response(YearSerializer(archive(), many=True).data)


class StatisticsViewSet(Represented, ViewSet):
    """The blog in numbers, as in the documents' blog_statistics, and by month."""

    renderer_classes = PAGE

    @extend_schema(
        operation_id="statistics_retrieve",
        summary="Read the statistics",
        responses=StatisticsSerializer,
    )
    def list(self, request: Request, **kwargs: Any) -> Response:
        context = {"request": request, "view": self}
        return Response(StatisticsSerializer(statistics(request.user), context=context).data)
