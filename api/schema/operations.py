"""How an operation is described: what all of them share is added here, once."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type, force_instance
from rest_framework.fields import Field
from rest_framework.permissions import AllowAny

from api.schema.documents import document
from api.schema.parameters import IDEMPOTENCY_KEY, IF_MATCH, INT64, in_path
from api.schema.shape import shape_parameters, with_every_key, without_optional
from api.schema.shared import CHANGED_ADDRESS, COMMON, PROBLEMS, UNCHANGED, headers_of, ref
from api.serializers.facets import FacetsSerializer
from api.serializers.problems import ProblemSerializer
from api.serializers.selected import Selected
from api.throttling import Limit


class Operations(AutoSchema):
    """Adds representations, limits and problems to what drf-spectacular finds."""

    view: Any

    def get_tags(self) -> list[str]:
        return super().get_tags() or ["root"]

    def problems(self) -> Iterator[str]:
        """Yield the names of the problems that this operation can answer with."""
        yield from COMMON
        yield from self.view.problems
        if self.method != "GET" or not isinstance(self.view.get_permissions()[0], AllowAny):
            yield "Forbidden"
        if self.method == "GET":
            return
        yield "Conflict"
        if self.method != "DELETE" and self.get_request_serializer() is not None:
            yield from ("TooLarge", "UnsupportedMediaType")
        if self.is_conditional():
            yield "PreconditionFailed"
        if self.is_idempotent():
            yield "KeyReused"
        if self.limits():
            yield "TooManyRequests"

    def limits(self) -> Sequence[Limit]:
        return self.view.limits.get(self.view.action, ())

    def is_conditional(self) -> bool:
        return self.view.action in {"update", "partial_update", "destroy", "restore"}

    def is_idempotent(self) -> bool:
        handler = getattr(self.view, self.view.action or "", None)
        return getattr(handler, "is_idempotent", False)

    def get_override_parameters(self) -> list:
        headers = [IF_MATCH] if self.is_conditional() else []
        headers += [IDEMPOTENCY_KEY] if self.is_idempotent() else []
        shape = self.view.shapes.get(self.view.action)
        return headers + (shape_parameters(shape) if shape else [])

    def _get_format_parameters(self) -> list:
        formats = [renderer.format for renderer in self.view.get_renderers()]
        # What is written is answered as it would be read; the choice is described there.
        if len(formats) < 2 or self.method != "GET":
            return []
        # No default: a form that fills it in would take the choice from `Accept`.
        words = "The representation; without it the `Accept` header decides."
        schema = {"type": "string", "enum": sorted(formats)}
        return [build_parameter_type("format", schema, "query", description=words)]

    def map_renderers(self, attribute: str) -> list:
        """Leave pages out: they are for people, and their markup is no contract."""
        return [found for found in super().map_renderers(attribute) if found != "text/html"]

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict]:
        return in_path(self.path)

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        serializer = force_instance(serializer)
        if not isinstance(serializer, Selected):
            return super()._map_basic_serializer(serializer, direction)
        schema = super()._map_basic_serializer(with_every_key(serializer), direction)
        return without_optional(schema, serializer)

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
        for serializer in (ProblemSerializer, FacetsSerializer):
            self.resolve_serializer(serializer, direction)
        responses = super()._get_response_bodies(direction)
        for name in self.problems():
            responses[str(PROBLEMS[name][0].status)] = ref("responses", name)
        if self.method == "GET":
            responses["304"] = ref("responses", UNCHANGED)
        if "{ref}" in self.path:
            responses["308"] = ref("responses", CHANGED_ADDRESS)
        return dict(sorted(responses.items()))

    def _get_response_for_code(
        self, serializer: Any, status_code: str, *args: Any, **kwargs: Any
    ) -> dict:
        response = super()._get_response_for_code(serializer, status_code, *args, **kwargs)
        row = self._get_serializer_name(force_instance(serializer), "response")
        if "content" not in response:
            headers = headers_of(*(["RateLimit"] if self.limits() else []))
            return {"description": "Done; there is nothing to show.", "headers": headers}
        for media_type, content in response["content"].items():
            content |= document(media_type, self.view, row) or {}
        pages = self._is_list_view() and self._get_paginator() is not None
        what = "A page of the list" if pages else "The resource"
        created = status_code == "201"
        more = ", in the representation that was asked for" if len(response["content"]) > 1 else ""
        names = [
            *(["ETag"] if self.method == "GET" or self.is_conditional() else []),
            *(["Link"] if pages else []),
            *(["Location"] if created else []),
            *(["RateLimit"] if self.limits() else []),
        ]
        headers = headers_of(*names)
        return {**response, "description": f"{what}{more}.", "headers": headers}
