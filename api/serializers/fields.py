"""Read-only fields that several resources share."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import absolute, api_url


@extend_schema_field({"type": "string", "format": "uri"})
class ApiLink(serializers.Field):
    """An object in this API: `ApiLink("post-detail", ref="slug")` fills `ref` from its slug."""

    def __init__(self, route: str, help_text: str, **parts: str) -> None:
        super().__init__(source="*", read_only=True, help_text=help_text)
        self.route, self.parts = route, parts

    def to_representation(self, value: Any) -> str:
        kwargs = {part: getattr(value, attribute) for part, attribute in self.parts.items()}
        return api_url(self.route, **kwargs)


@extend_schema_field({"type": "string", "format": "uri"})
class PageLink(serializers.Field):
    """An object's page."""

    def __init__(self, help_text: str) -> None:
        super().__init__(source="*", read_only=True, help_text=help_text)

    def to_representation(self, value: Any) -> str:
        return absolute(value.get_absolute_url())


@extend_schema_field({"type": ["string", "null"]})
class TextOrNull(serializers.CharField):
    """A text that may be absent: it is stored empty, and what is absent is null (contract 3)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True, **kwargs})

    def to_representation(self, value: str) -> Any:
        return value or None


@extend_schema_field({"type": ["string", "null"], "format": "uri"})
class UrlOrNull(TextOrNull):
    """An address that may be absent."""
