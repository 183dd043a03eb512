"""Which representation a request gets (RFC 9110, 12.5.1); contract section 1 says the rules."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import Http404
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.settings import api_settings

# A header of more than this is no browser's; what is beyond it is not read.
MOST_CHARACTERS, MOST_RANGES = 4_096, 100


def ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges with their quality; one with a malformed quality is left out."""
    for part in accept[:MOST_CHARACTERS].lower().split(",")[:MOST_RANGES]:
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        given = [p.partition("=")[2] for p in parameters if p.startswith("q=")]
        try:
            quality = float(given[0]) if given else 1.0
        except ValueError:
            continue
        if media_range and 0 <= quality <= 1:
            yield "*/*" if media_range == "*" else media_range, quality


def qualities(accept: str, media_types: Sequence[str]) -> list[float]:
    """Return how much each media type is wanted: what the most specific range for it says."""
    asked: dict[str, float] = {}
    for media_range, quality in ranges(accept if accept.strip() else "*/*"):
        asked[media_range] = max(quality, asked.get(media_range, 0))
    return [
        next(
            (
                asked[media_range]
                for media_range in (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
                if media_range in asked
            ),
            0,
        )
        for media_type in media_types
    ]


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

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer and its media type.

        Raises UnknownFormat (404) or NotAcceptable (406).
        """
        name = format_suffix or request.query_params.get(api_settings.URL_FORMAT_OVERRIDE)
        if name:
            for renderer in renderers:
                if renderer.format == name:
                    return renderer, renderer.media_type
            raise UnknownFormat([renderer.format for renderer in renderers])
        renderers = list(renderers)
        media_types = [renderer.media_type for renderer in renderers]
        index = best(request.META.get("HTTP_ACCEPT", ""), media_types)
        if index is None:
            raise NotAcceptable(f"Available here: {', '.join(media_types)}.")
        return renderers[index], media_types[index]
