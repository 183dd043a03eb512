"""The entry: links to all that follows."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.links import absolute, api_url
from api.representations import DATA, Represented

LINKS = {
    "posts": "post-list",
    "comments": "comment-list",
    "categories": "category-list",
    "tags": "tag-list",
    "authors": "author-list",
    "media": "media-list",
    "tokens": "token-list",
    "suggest": "suggestion-list",
    "changes": "change-list",
    "archive": "archive-list",
    "statistics": "statistics-list",
    "me": "me",
    "schema": "schema",
    "docs": "docs",
}


class RootView(Represented, APIView):
    """Links to every resource, so that a client can start from one address."""

    renderer_classes = DATA
    action = "retrieve"

    @extend_schema(
        summary="List the resources",
        responses=inline_serializer(
            "Root", {name: serializers.URLField() for name in [*LINKS, "blog", "health"]}
        ),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        links = {name: api_url(route) for name, route in LINKS.items()}
        # Followed as it is, it suggests nothing.
        links["suggest"] += "?q="
        return Response({**links, "blog": absolute("/blog/"), "health": absolute("/health/ready")})
