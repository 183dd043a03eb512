"""What a search box suggests."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from api.links import api_url

# Where each kind is: its route, the part of the route's path, and the column that fills it.
ROUTES = {
    "post": ("post-detail", "ref", "slug"),
    "tag": ("tag-detail", "slug", "slug"),
    "category": ("category-detail", "slug", "slug"),
    "author": ("author-detail", "username", "username"),
}


class SuggestionSerializer(serializers.Serializer):
    """A title or a name that begins like what is typed."""

    type = serializers.ChoiceField(choices=list(ROUTES))
    text = serializers.CharField(help_text="The title or name to show.")
    url = serializers.SerializerMethodField(help_text="The object in this API.")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, suggestion: Any) -> str:
        route, part, column = ROUTES[suggestion.type]
        return api_url(route, **{part: getattr(suggestion.row, column)})


@extend_schema_serializer(many=False)
class SuggestionsSerializer(serializers.Serializer):
    """The best suggestions, at most ten: tags, categories and authors, then posts."""

    results = SuggestionSerializer(many=True)
