"""The text of a cursor: a place in one list, signed so that nobody can make one up."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework.request import Request

SALT = "api.pagination.cursors"
# Enough for any row, and for a category dozens of levels deep; a query may have 8,192.
LONGEST = 6_000
SIGNATURE = 16  # bytes; a request is one guess
# What may change during a walk: none of these says which rows the list holds, or in what order.
NOT_OF_THE_LIST = {"cursor", "page", "page_size", "format", "fields", "include", "facets"}
Place = tuple[Any, ...]
BAD_CURSOR = {
    "parameter": "cursor",
    "code": "invalid",
    "detail": "cursor is none that was made for this list under these filters and this ordering."
    " Begin again with `?cursor=`, and follow `next`.",
}
BOTH = "`page` counts from the beginning and `cursor` goes on from a place: give one of them."


class BadCursor(Exception):
    """Not a cursor that we made for this list."""


@dataclass(frozen=True)
class Cursor:
    """A place in a list, and the way to read from it. It is signed, not secret."""

    # The digest of the list (list_digest).
    of: str
    # What the list is ordered by, of the row at the place.
    place: Place
    backwards: bool = False
    # Whether the row at the place belongs to what is read.
    inclusive: bool = False
    # How many of the first values the next row had too (api/pagination/keyset.py).
    ties: int = 0

    def __str__(self) -> str:
        payload = json.dumps(list(asdict(self).values()), ensure_ascii=False, separators=(",", ":"))
        data = payload.encode()
        return _as_text(_signature(data) + data)

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Return the cursor that a text is; raises BadCursor."""
        if len(text) > LONGEST or not text.isascii():
            raise BadCursor
        try:
            data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_")
        except ValueError:
            raise BadCursor from None
        signature, payload = data[:SIGNATURE], data[SIGNATURE:]
        # Base64 has more than one text for the same bytes; ours is the one that we write.
        if not constant_time_compare(signature, _signature(payload)) or _as_text(data) != text:
            raise BadCursor
        of, place, *rest = json.loads(payload)
        return cls(of, tuple(place), *rest)


def _as_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _signature(data: bytes) -> bytes:
    return salted_hmac(SALT, data, algorithm="sha256").digest()[:SIGNATURE]


def list_digest(request: Request, view: Any, ordering: str) -> str:
    """Return what tells one list from another: its path, its filters, its order.

    What the list does not know (`utm_…` on a page) is no part of it, nor is the slug of a post,
    which may change while its comments are read.
    """
    on_post = getattr(view, "on_post", None)
    path = {**view.kwargs, **({"ref": on_post.pk} if on_post else {})}
    chosen = {name: sorted(request.query_params.getlist(name)) for name in sorted(_filters(view))}
    parts = [view.basename, view.action, path, chosen, ordering]
    text = json.dumps(parts, sort_keys=True, default=str)
    return salted_hmac(f"{SALT}.list", text, algorithm="sha256").hexdigest()[:16]


def _filters(view: Any) -> Iterable[str]:
    """Return the parameters that choose the rows; `ordering` is told by the order that it makes."""
    filters = getattr(getattr(view, "filterset_class", None), "base_filters", {})
    return {*filters, *view.parameters.get(view.action, {})} - NOT_OF_THE_LIST - {"ordering"}


def sent_cursor(request: Request) -> Cursor | None:
    """Return the cursor that was sent; None at the beginning (`?cursor=`). Raises BadCursor."""
    text = request.query_params.get("cursor")
    return Cursor.read(text) if text else None


def is_walked(request: Request) -> bool:
    """Whether a cursor divides the list: `?cursor=`, or one that we made.

    An order in which rows do not keep their places, such as relevance, must not be the default
    then; where it is asked for, api/filters/parameters.py refuses it (TotalOrdering.shifting).
    """
    try:
        sent_cursor(request)
    except BadCursor:
        return False
    return "cursor" in request.query_params


def cursor_mistakes(request: Request) -> Iterator[dict[str, str]]:
    """Yield one entry for each mistake that shows before the list is there."""
    if "cursor" in request.query_params and "page" in request.query_params:
        for name in ("page", "cursor"):
            yield {"parameter": name, "code": "conflict", "detail": BOTH}
    try:
        sent_cursor(request)
    except BadCursor:
        yield BAD_CURSOR
