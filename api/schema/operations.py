"""How an operation is described: what all of them share is added here, once."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes
from rest_framework.fields import Field

from api.schema.documents import document
from api.schema.parameters import INT64, in_path
from api.schema.shared import CHANGED_ADDRESS, PROBLEMS, UNCHANGED, headers_of, ref
from api.serializers.problems import ProblemSerializer


class Operations(AutoSchema):
    """Adds representations, limits and problems to what drf-spectacular finds."""

    def get_tags(self) -> list[str]:
        return super().get_tags() or ["root"]

    def get_override_parameters(self) -> list:
        formats = [renderer.format for renderer in self.view.get_renderers()]
        if len(formats) < 2:
            return []
        return [
            OpenApiParameter(
                "format",
                OpenApiTypes.STR,
                enum=formats,
                # No default: a form that fills it in would take the choice from `Accept`.
                description="The representation; without it the `Accept` header decides.",
            )
        ]

    def map_renderers(self, attribute: str) -> list:
        """Leave pages out: they are for people, and their markup is no contract."""
        return [found for found in super().map_renderers(attribute) if found != "text/html"]

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict]:
        return in_path(self.path)

    def _map_serializer_field(self, field: Field, *args: Any, **kwargs: Any) -> Any:
        schema = super()._map_serializer_field(field, *args, **kwargs)
        names_a_row = field.field_name == "id" or str(field.source).endswith("_id")
        if names_a_row and "integer" in schema.get("type", ()):
            schema |= INT64
        return schema

    def _insert_field_validators(self, field: Field, schema: dict) -> None:
        """Leave out the pattern of slugs: it means any script to Django, ASCII to JSON Schema."""
        super()._insert_field_validators(field, schema)
        if field.field_name == "slug":
            schema.pop("pattern", None)

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict:
        self.resolve_serializer(ProblemSerializer, direction)
        responses = super()._get_response_bodies(direction)
        for name, (problem, _) in PROBLEMS.items():
            responses[str(problem.status)] = ref("responses", name)
        if self.method == "GET":
            responses["304"] = ref("responses", UNCHANGED)
        if "{ref}" in self.path:
            responses["308"] = ref("responses", CHANGED_ADDRESS)
        return dict(sorted(responses.items()))

    def _get_response_for_code(self, serializer: Any, *args: Any, **kwargs: Any) -> dict:
        response = super()._get_response_for_code(serializer, *args, **kwargs)
        row = self._get_serializer_name(force_instance(serializer), "response")
        for media_type, content in response["content"].items():
            content |= document(media_type, self.view, row) or {}
        pages = self._is_list_view() and self._get_paginator() is not None
        what = "A page of the list" if pages else "The resource"
        more = ", in the representation that was asked for" if len(response["content"]) > 1 else ""
        headers = headers_of("ETag", *(["Link"] if pages else []))
        return {**response, "description": f"{what}{more}.", "headers": headers}
