"""One page of a walk: its rows, and the cursors that lead on from it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from django.db.models import QuerySet

from api.pagination.cursors import Cursor, Place
from api.pagination.keyset import RowOrder
from api.pagination.numbers import Query
from api.pagination.tree import TreeOrder


class Order(Protocol):
    """An order in which no two rows share a place."""

    def place_of(self, row: Any) -> Place: ...

    def read(self, cursor: Cursor | None, limit: int) -> list: ...


def order_of(rows: Any) -> Order:
    """Return the order of what a view lists."""
    return RowOrder(rows) if isinstance(rows, QuerySet) else TreeOrder(rows)


def shared(place: Place, other: Place) -> int:
    """Return how many of their first values two places share, short of the one that is unique."""
    pairs = zip(place[:-1], other[:-1], strict=False)
    differences = (number for number, (one, two) in enumerate(pairs) if one != two)
    return next(differences, min(len(place), len(other)) - 1)


class Walk:
    """The rows next to a place; no more than one row further is read to know whether it ends."""

    # Counting would read all that a cursor passes over, and so would finding the end.
    count = last = None

    def __init__(self, order: Order, of: str, cursor: Cursor | None, size: int) -> None:
        found = order.read(cursor, size + 1)
        places = [order.place_of(row) for row in found]
        backwards = cursor is not None and cursor.backwards
        ways = further(of, places, size, backwards), back(places, cursor)
        following, previous = reversed(ways) if backwards else ways
        self.rows = found[:size][::-1] if backwards else found[:size]
        self.first: Query = {"cursor": ""}
        self.next: Query | None = following
        self.previous: Query | None = previous


def further(of: str, places: Sequence[Place], size: int, backwards: bool) -> Query | None:
    """Return the way on, where there is a row more than was asked for."""
    if len(places) <= size:
        return None
    last, extra = places[size - 1 :]
    return {"cursor": Cursor(of, last, backwards, ties=shared(last, extra))}


def back(places: Sequence[Place], cursor: Cursor | None) -> Query | None:
    """Return the way to where the cursor came from; None at the beginning."""
    if cursor is None:
        return None
    turned = replace(cursor, backwards=not cursor.backwards, ties=0)
    if not places:
        # All that was here is gone: back to the other side of the same place.
        return {"cursor": replace(turned, inclusive=not cursor.inclusive)}
    ties = shared(places[0], cursor.place)
    return {"cursor": replace(turned, place=places[0], inclusive=False, ties=ties)}
