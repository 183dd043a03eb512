"""What OPTIONS answers: what a resource is and takes; the schema says the rest."""

from typing import Any

from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request


class Description(BaseMetadata):
    """Without DRF's `actions`, which would ask each serializer, and its queries, for its fields."""

    def determine_metadata(self, request: Request, view: Any) -> dict[str, Any]:
        return {
            "name": view.get_view_name(),
            "description": view.get_view_description(),
            "renders": [renderer.media_type for renderer in view.get_renderers()],
            "parses": [parser.media_type for parser in view.get_parsers()],
        }
