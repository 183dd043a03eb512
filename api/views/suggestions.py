"""Suggestions for a search box."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.filters import SuggestionFilters, filterset_of
from api.representations import DATA, Represented
from api.schema.parameters import schema_of
from api.serializers.suggestions import SuggestionsSerializer
from blog.models import Post
from blog.search.suggestions import suggest

TYPED = SuggestionFilters.base_filters["q"]


class SuggestionViewSet(Represented, ViewSet):
    """Titles, tags, categories and authors for what is typed so far."""

    queryset = Post.objects.all()
    renderer_classes = DATA
    filterset_class = SuggestionFilters

    @extend_schema(
        operation_id="suggest_retrieve",
        summary="Suggest titles and names",
        description="For a search box, as one types: at most ten titles of posts and names of "
        "tags, categories and authors in which each typed word begins one, in any order. Names "
        "come first, at most three of a kind, then titles. Where nothing is found, words of four "
        "letters or more may each have one typing mistake.",
        parameters=[
            OpenApiParameter("q", schema_of(TYPED), required=True, description=TYPED.label)
        ],
        responses=SuggestionsSerializer,
    )
    def list(self, request: Request, **kwargs: Any) -> Response:
        filterset: Any = filterset_of(request, self)
        typed = filterset.form.cleaned_data["q"]
        return Response(SuggestionsSerializer({"results": suggest(request.user, typed)}).data)
