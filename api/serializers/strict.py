"""What all writes share: unknown fields are refused, and text is cleaned of what misleads."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.core.validators import URLValidator
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import empty
from rest_framework.utils.html import is_html_input

from api.filters.parameters import nearest
from blog.querysets.posts import ID

# Marks that change the order of what stands around them: "gnp.exe" would read "exe.png".
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MOST_UNKNOWN = 100  # of one object; whoever sends more knows by then
MOST_MARKS = 30
# Normalising puts the marks of a letter in order, and takes the square of their number for it.
COMBINING = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
MARKS = re.compile(f"[{COMBINING}]{{{MOST_MARKS + 1},}}")
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
            for name in sorted(names)[:MOST_UNKNOWN]
        }


def hint(name: str, known: list[str]) -> str:
    """Return the nearest right name, or all of them."""
    return nearest(name, known) or f" Known: {', '.join(known)}."


class Text(serializers.CharField):
    """A text of several lines, in NFC so that equal texts are equal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **kwargs})

    default_error_messages = {
        "marks": f"No letter has more than {MOST_MARKS} marks.",
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > 4 * self.max_length:
            self.fail("max_length", max_length=self.max_length)
        if MARKS.search(data):
            self.fail("marks")
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


class Whole(serializers.IntegerField):
    """A whole number; neither a text, but from a form, nor a fraction."""

    def to_internal_value(self, data: Any) -> int:
        if not is_whole(data, self):
            self.fail("invalid")
        return super().to_internal_value(data)


def is_whole(data: Any, field: serializers.Field) -> bool:
    """Whether it is a number, or the digits that a form sends; Python's `int()` takes `0_1`."""
    if isinstance(data, str):
        sent = getattr(field.root, "initial_data", None)
        return is_html_input(sent) and ID.fullmatch(data) is not None
    return isinstance(data, int) and not isinstance(data, bool)


class Id(Whole):
    """The id of a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 10**18 - 1, **kwargs})


class WebAddress(serializers.URLField):
    """An address of the web: `http` or `https`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        others = [one for one in self.validators if not isinstance(one, URLValidator)]
        web = URLValidator(schemes=["http", "https"], message=self.error_messages["invalid"])
        self.validators = [*others, web]


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
        is_fit = is_whole(data, self) if self.slug_field == "pk" else isinstance(data, str)
        if not is_fit or len(str(data)) > 200:
            self.fail("invalid")
        if self.slug_field == "pk" and not 0 < int(data) < 10**18:
            self.fail("does_not_exist", kind=self.kind, value=data)
        present = getattr(self.root.instance, self.field_name or "", None)
        if present is not None and str(getattr(present, str(self.slug_field))) == str(data):
            return present  # Whoever may edit the object may leave it as it is.
        found = self.get_queryset().filter(**{str(self.slug_field): data}).first()
        if found is None:
            self.fail("does_not_exist", kind=self.kind, value=data)
        return found
