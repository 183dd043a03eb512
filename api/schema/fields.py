"""How fields of our own are described."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension

from api.schema.parameters import ID


class RelatedObject(OpenApiSerializerFieldExtension):
    """Another object, named by its id or by its slug."""

    target_class = "api.serializers.strict.VisibleRelatedField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        by_id = self.target.slug_field == "pk"
        return dict(ID) if by_id else {"type": "string", "minLength": 1, "maxLength": 100}
