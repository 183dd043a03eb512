"""What all writes share: unknown fields are refused, and text is cleaned of what misleads."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import empty

from api.filters.parameters import nearest

# Marks that change the order of what stands around them: "gnp.exe" would read "exe.png".
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class StrictSerializer(serializers.Serializer):
    """Refuses fields that it does not know, in one answer with every other mistake."""

    def to_internal_value(self, data: Any) -> Any:
        mistakes = self._unknown(data) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)
        except ValidationError as exc:
            raise ValidationError({**exc.detail, **mistakes}) from exc  # type: ignore[dict-item]
        if mistakes:
            raise ValidationError(mistakes)
        return value

    def _unknown(self, data: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
        known = [name for name, field in self.fields.items() if not field.read_only]
        # Forms write a nested object with dots: `seo.title`.
        names = {name for name in data if name.partition(".")[0] not in known}
        return {
            name[:100]: [ErrorDetail(f"There is no such field here.{hint(name, known)}", "unknown")]
            for name in sorted(names)
        }


def hint(name: str, known: list[str]) -> str:
    """Return the nearest right name, or all of them."""
    return nearest(name, known) or f" Known: {', '.join(known)}."


class Text(serializers.CharField):
    """A text of several lines, in NFC so that equal texts are equal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(unicodedata.normalize("NFC", data))


class Line(Text):
    """A text of one line, such as a title or a name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": True, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str):
            data = CONTROLS.sub(" ", BIDI.sub("", data))
        return super().to_internal_value(data)

    def run_validation(self, data: Any = empty) -> Any:
        # What is only marks is blank, which CharField asks before it cleans.
        if isinstance(data, str) and not self.allow_blank and not BIDI.sub("", data).strip():
            self.fail("blank")
        return super().run_validation(data)


class Flag(serializers.BooleanField):
    """True or false; of other words only those that a form sends."""

    def to_internal_value(self, data: Any) -> bool:
        if isinstance(data, bool):
            return data
        if data not in ("true", "on", "false"):
            self.fail("invalid", input=data)
        return data != "false"


class Id(serializers.IntegerField):
    """The id of a row; neither a text nor a fraction."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 10**18 - 1, **kwargs})


class VisibleRelatedField(serializers.SlugRelatedField):
    """Another object that the person may see, named by one of its columns."""

    default_error_messages = {"does_not_exist": "There is no {kind} {value!r}."}

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**kwargs)

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.visible_to(self.context["request"].user)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, str | int) or len(str(data)) > 200:
            self.fail("invalid")
        if isinstance(data, int) and not 0 < data < 10**18:
            self.fail("does_not_exist", kind=self.kind, value=data)
        present = getattr(self.root.instance, self.field_name or "", None)
        if present is not None and str(getattr(present, str(self.slug_field))) == str(data):
            return present  # Whoever may edit the object may leave it as it is.
        try:
            found = self.get_queryset().filter(**{str(self.slug_field): data}).first()
        except (TypeError, ValueError):
            self.fail("invalid")
        if found is None:
            self.fail("does_not_exist", kind=self.kind, value=data)
        return found
