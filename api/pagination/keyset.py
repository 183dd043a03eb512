"""Reads the rows behind a place of an ordered queryset by seeking, however deep it lies.

A place is the values of the columns that order the list. The rows behind it are asked for in
segments, each of them one range of an index, and only as many of these as fill a page:

- Where the next row shared the first values with the place, first the rest of those that share
  them: the many posts without a like would be read from the first one on otherwise.
- NULLs, which a range of values never holds, on whichever side the database sorts them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connections
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet, prefetch_related_objects
from django.db.models.constants import LOOKUP_SEP

from api.pagination.cursors import Cursor, Place


@dataclass(frozen=True)
class Column:
    """A column that a list is ordered by."""

    path: str
    field: Field
    descending: bool
    # Whether NULLs come behind the values; None where there are none.
    nulls_last: bool | None

    def __str__(self) -> str:
        return f"-{self.path}" if self.descending else self.path

    def reversed(self) -> "Column":
        last = None if self.nulls_last is None else not self.nulls_last
        return replace(self, descending=not self.descending, nulls_last=last)

    def value_of(self, row: Any) -> Any:
        """Return the row's value as JSON can hold it, to the microsecond."""
        value = row
        for name in self.path.split(LOOKUP_SEP):
            value = getattr(value, name, None)
        return value if value is None or isinstance(value, str | int | float) else str(value)

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True} if value is None else {self.path: value})

    def beyond(self, value: Any, or_equal: bool = False) -> Q:
        side = ("lt" if self.descending else "gt") + ("e" if or_equal else "")
        return Q(**{f"{self.path}__{side}": value})

    def other_kind(self, value: Any) -> Q | None:
        """Return the NULLs behind a value, or the values behind NULL; None if nothing is there."""
        if self.nulls_last is None or self.nulls_last == (value is None):
            return None
        return Q(**{f"{self.path}__isnull": value is not None})


def from_here(columns: Sequence[Column], values: Place, inclusive: bool) -> Q:
    """Return the rows behind the values, without those of the other kind in the first column."""
    column, value = columns[0], values[0]
    if len(columns) == 1:
        return column.beyond(value, inclusive)
    same = behind(columns[1:], values[1:], inclusive)
    if value is None:
        return column.equal(value) & same
    # The first part alone is a range that an index can seek, the rest tells its beginning.
    return column.beyond(value, or_equal=True) & (column.beyond(value) | same)


def behind(columns: Sequence[Column], values: Place, inclusive: bool) -> Q:
    """Return all the rows behind the values."""
    other = columns[0].other_kind(values[0])
    found = from_here(columns, values, inclusive)
    return found if other is None else found | other


def segments(columns: Sequence[Column], values: Place, cursor: Cursor) -> Iterator[Q]:
    """Yield conditions that together are the rows behind the place, each behind the last one."""
    for shared in range(cursor.ties, -1, -1):
        same = Q()
        for column, value in zip(columns[:shared], values, strict=False):
            same &= column.equal(value)
        column, value = columns[shared], values[shared]
        if shared == cursor.ties:
            yield same & from_here(columns[shared:], values[shared:], cursor.inclusive)
        elif value is not None:
            yield same & column.beyond(value)
        if other := column.other_kind(value):
            yield same & other


class RowOrder:
    """The order of a queryset."""

    def __init__(self, queryset: QuerySet) -> None:
        self.queryset = queryset
        self.columns = list(columns_of(queryset))

    def __str__(self) -> str:
        return ",".join(map(str, self.columns))

    def place_of(self, row: Model) -> Place:
        return tuple(column.value_of(row) for column in self.columns)

    def read(self, cursor: Cursor | None, limit: int) -> list:
        """Return the rows next to the place, in the direction of the cursor."""
        if cursor is None:
            return list(self.queryset[:limit])
        queryset, columns = self.queryset, self.columns
        values = tuple(
            None if value is None else column.field.to_python(value)
            for column, value in zip(columns, cursor.place, strict=True)
        )
        if cursor.backwards:
            queryset, columns = queryset.reverse(), [column.reversed() for column in columns]
        rows: list = []
        for condition in segments(columns, values, cursor):
            found = sought(queryset.prefetch_related(None), condition)
            rows += first_of(found, limit - len(rows), values[0])
            if len(rows) == limit:
                break
        # Once for all segments.
        lookups = queryset._prefetch_related_lookups  # type: ignore[attr-defined]
        prefetch_related_objects(rows, *lookups)
        return rows


def first_of(rows: QuerySet, number: int, value: Any) -> list:
    """Return the first rows, as a list that knows of a better way to them reads them."""
    load = getattr(rows, "window", None)
    return load(0, number, value) if load else list(rows[:number])


def sought(queryset: QuerySet, condition: Q) -> QuerySet:
    """Return the queryset under one more condition, which stands before all others.

    Of several bounds of one column SQLite seeks the first, and reads on from there: of
    `published_at <= <now> AND published_at <= <the place>` it would read all the rows between.
    """
    before = len(queryset.query.where.children)
    found = queryset.filter(condition)
    conditions = found.query.where.children
    conditions[:] = conditions[before:] + conditions[:before]
    return found


def columns_of(queryset: QuerySet) -> Iterator[Column]:
    """Yield the columns that order a queryset, to the first unique one: no row has two places."""
    for item in queryset.query.order_by or queryset.model._meta.ordering or ():
        column, is_unique = column_of(queryset, item)
        yield column
        if is_unique:
            return
    raise ValueError(f"The ordering of {queryset.model.__name__} does not end in a unique column.")


def column_of(queryset: QuerySet, item: Any) -> tuple[Column, bool]:
    """Return the column of one item of an ordering, and whether it is unique."""
    if isinstance(item, str):
        item = OrderBy(F(item.removeprefix("-")), descending=item.startswith("-"))
    term = item if isinstance(item, OrderBy) else item.asc()
    if not isinstance(term.expression, F):
        raise TypeError(f"A list is ordered by columns and annotations, not by {term}.")
    path: str = term.expression.name  # type: ignore[attr-defined]
    path = queryset.model._meta.pk.name if path == "pk" else path
    field, has_nulls, is_unique = field_at(queryset, path)
    nulls_last = None
    if has_nulls:
        largest = connections[queryset.db].features.nulls_order_largest
        nulls_last = term.nulls_last or (not term.nulls_first and largest != term.descending)
    return Column(path, field, term.descending, nulls_last), is_unique


def field_at(queryset: QuerySet, path: str) -> tuple[Field, bool, bool]:
    """Return the field that a path leads to, whether it holds NULLs, and whether it is unique."""
    if path in queryset.query.annotations:
        return queryset.query.annotations[path].output_field, True, False
    *relations, name = path.split(LOOKUP_SEP)
    model, has_nulls = queryset.model, False
    for relation in relations:
        field: Any = model._meta.get_field(relation)
        model, has_nulls = field.related_model, has_nulls or field.null
    field = model._meta.get_field(name)
    has_nulls = has_nulls or field.null
    return field, has_nulls, field.unique and not has_nulls and not relations
