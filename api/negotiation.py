"""Which representation a request gets (RFC 9110, 12.5.1); contract section 1 says the rules."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from django.http import Http404
from rest_framework.exceptions import NotAcceptable, UnsupportedMediaType
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.settings import api_settings

# A header of more than this is no browser's; what is beyond it is not read.
MOST_CHARACTERS, MOST_RANGES = 4_096, 100
# A comma in a quoted parameter separates nothing. The last quote is optional: one that never ends
# must not make the search start again at each character.
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?')
# RFC 9110, 12.4.2, but for the number of digits; `float()` alone takes "nan", "1e0" and "0_1".
QUALITY = re.compile(r"0(?:\.[0-9]*)?|1(?:\.0*)?|\.[0-9]+")


def ranges(accept: str) -> Iterator[tuple[str, float, bool]]:
    """Yield the media ranges, each with its quality and whether it has other parameters.

    One with a malformed quality says nothing that we understand, and is left out.
    """
    for part in _read(accept).split(",")[:MOST_RANGES]:
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        given = dict(_pair(parameter) for parameter in reversed(parameters) if parameter)
        quality = given.pop("q", "1")
        if media_range and QUALITY.fullmatch(quality):
            yield "*/*" if media_range == "*" else media_range, float(quality), bool(given)


def _read(accept: str) -> str:
    """Return as much of the header as is read, never the half of a range."""
    if len(accept) > MOST_CHARACTERS:
        accept = accept[:MOST_CHARACTERS].rpartition(",")[0]
    return (QUOTED.sub("", accept) if '"' in accept else accept).lower()


def _pair(parameter: str) -> tuple[str, str]:
    name, _, value = parameter.partition("=")
    return name.strip(), value.strip()


@lru_cache(maxsize=256)  # Each browser sends the same few headers over and over.
def _asked(accept: str) -> dict[tuple[str, bool], float]:
    """Return the highest quality given for each range, with and without other parameters."""
    asked: dict[tuple[str, bool], float] = {}
    for media_range, quality, has_parameters in ranges(accept if accept.strip() else "*/*"):
        key = media_range, has_parameters
        asked[key] = max(quality, asked.get(key, 0))
    return asked


def qualities(accept: str, media_types: Sequence[str]) -> list[float]:
    """Return how much each media type is wanted: what the most specific range for it says."""
    asked = _asked(accept[: MOST_CHARACTERS + 1])
    return [_wanted(media_type.partition(";")[0].strip(), asked) for media_type in media_types]


def _wanted(media_type: str, asked: dict[tuple[str, bool], float]) -> float:
    for media_range in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        # `text/html;level=1` matches a page, but what is said of `text/html` itself is closer.
        for has_parameters in (False, True):
            if (media_range, has_parameters) in asked:
                return asked[media_range, has_parameters]
    return 0


def best(accept: str, media_types: Sequence[str]) -> int | None:
    """Return the index of the media type to send, the first of equals; None if there is none."""
    wanted = qualities(accept, media_types)
    top = max(wanted, default=0)
    return wanted.index(top) if top > 0 else None


class UnknownFormat(Http404):
    """A `?format=` that the resource does not have; the message is safe to show."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(f"There is no such format here. Known: {', '.join(known)}.")


class Negotiation(DefaultContentNegotiation):
    """Chooses the renderer: `?format=` first, then the `Accept` header with its quality values.

    DRF's own ignores quality values: `text/html;q=0, */*` would get a page.
    """

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        """Return the parser of the body; raises UnsupportedMediaType that says what is taken."""
        parsers = list(parsers)
        if parser := super().select_parser(request, parsers):
            return parser
        given, known = request.content_type or "", [parser.media_type for parser in parsers]
        detail = f"Send the body as {' or '.join(known)}, not as {given[:100] or 'nothing'}."
        raise UnsupportedMediaType(given, detail)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer and its media type.

        Raises UnknownFormat (404) or NotAcceptable (406).
        """
        renderers = list(renderers)
        name = format_suffix or request.query_params.get(api_settings.URL_FORMAT_OVERRIDE)
        if name:
            for renderer in renderers:
                if renderer.format == name:
                    return renderer, renderer.media_type
            raise UnknownFormat([renderer.format for renderer in renderers])
        media_types = [renderer.media_type for renderer in renderers]
        index = best(request.META.get("HTTP_ACCEPT", ""), media_types)
        if index is None:
            raise NotAcceptable(f"Available here: {', '.join(media_types)}.")
        return renderers[index], media_types[index]
