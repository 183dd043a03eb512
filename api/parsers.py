"""Reads bodies strictly: what a body says twice, or not in UTF-8, is refused and never guessed."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser, FormParser, MultiPartParser

from api.exceptions import BadBody, TooLarge
from api.problems import pointer_to

MOST_BYTES, MOST_OF_COMMENT = 1_000_000, 16_000
# A form writes each byte of a letter that is not ASCII with three.
OF_FORMS = 3
MOST_DEPTH = 32
MOST_DIGITS = 400
LARGEST = 2**53  # What every client's numbers can hold exactly (RFC 8259, 6).
# NUL, which no database takes, and halves of characters, which UTF-8 cannot write.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 recommends it: one object, UTF-8, each name once, finite numbers."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        context = parser_context or {}
        _check_charset(media_type or "")
        limit = getattr(context.get("view"), "most_bytes", MOST_BYTES)
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(f"The body is larger than {limit:,} bytes.")
        return loaded(body)


def _check_charset(media_type: str) -> None:
    """Refuse every other codec by name: `charset=bz2_codec` would unpack a bomb."""
    charset = parse_header_parameters(media_type)[1].get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(media_type, "Only UTF-8 is read: leave `charset` out.")


def loaded(body: bytes) -> dict[str, Any]:
    """Return the object that the bytes hold; raises ParseError or BadBody."""
    try:
        text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as exc:
        raise ParseError("The body is not UTF-8.") from exc
    try:
        data = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_real,
        )
    except RecursionError as exc:
        raise ParseError(f"The body is nested deeper than {MOST_DEPTH} levels.") from exc
    except json.JSONDecodeError as exc:
        where = f"line {exc.lineno}, column {exc.colno}"
        raise ParseError(f"The body is not JSON: {exc.msg}, at {where}.") from exc
    if not isinstance(data, dict):
        raise ParseError("The body is not an object: write {…}.")
    if mistakes := list(_unwritable(data, "", 1)):
        raise BadBody(mistakes)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ParseError(f"The name {name[:100]!r} stands twice in one object.")
        found[name] = value
    return found


def _constant(name: str) -> Any:
    raise ParseError(f"{name} is no number in JSON.")


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST:
        raise ParseError(f"The number {digits[:40]} is beyond 2^53, which not every client holds.")
    return int(digits)


def _real(digits: str) -> float:
    if len(digits) > MOST_DIGITS:
        raise ParseError(f"A number has at most {MOST_DIGITS} characters.")
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ParseError(f"The number {digits[:40]} is too large.")
    return value


def _unwritable(value: Any, pointer: str, depth: int) -> Iterator[dict[str, str]]:
    if depth > MOST_DEPTH:
        raise ParseError(f"The body is nested deeper than {MOST_DEPTH} levels.")
    if isinstance(value, str):
        if found := UNWRITABLE.search(value):
            detail = f"U+{ord(found[0]):04X} cannot be stored."
            yield {"pointer": pointer, "code": "unwritable", "detail": detail}
    elif isinstance(value, dict):
        for name, inner in value.items():
            if UNWRITABLE.search(name):
                raise ParseError("A name in the body has a character that cannot be stored.")
            yield from _unwritable(inner, pointer + pointer_to(name), depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _unwritable(inner, f"{pointer}/{number}", depth + 1)


# What a form, which has no headers of its own, says in hidden fields.
AS_HEADERS = {
    # Django looks for the token in the fields first, which no longer have it, and then here.
    "csrfmiddlewaretoken": "HTTP_X_CSRFTOKEN",
    "if_match": "HTTP_IF_MATCH",
    "idempotency_key": "HTTP_IDEMPOTENCY_KEY",
}


class UploadParser(MultiPartParser):
    """A form with files, in UTF-8 as everything else."""

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        _check_charset(media_type or "")
        return super().parse(stream, media_type, parser_context)


class PageFormParser(FormParser):
    """The forms of the pages: without the fields that are not for the serializer.

    Browsers send each line break as two characters (HTML, "normalize newlines"), which neither the
    length of a text nor what an editor wrote by the API should notice.
    """

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        context = parser_context or {}
        _check_charset(media_type or "")
        limit = OF_FORMS * getattr(context.get("view"), "most_bytes", MOST_BYTES)
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(f"The form is larger than {limit:,} bytes.")
        data = super().parse(BytesIO(body), media_type, parser_context).copy()
        for name, values in data.lists():
            data.setlist(name, [value.replace("\r\n", "\n") for value in values])
        meta = (parser_context or {})["request"]._request.META
        for field, header in AS_HEADERS.items():
            if values := data.pop(field, []):
                meta[header] = values[-1]
        return data
