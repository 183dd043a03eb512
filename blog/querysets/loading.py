"""Loads what is needed and nothing else.

A need is the name of a column, or of one over a relation: `title`, `author__avatar__file`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Rows = TypeVar("Rows", bound=QuerySet)


def below(relation: str, needs: Iterable[str]) -> frozenset[str]:
    """Return the needs over this relation, as those of the rows that it leads to."""
    prefix = f"{relation}__"
    return frozenset(need.removeprefix(prefix) for need in needs if need.startswith(prefix))


def only_needed(rows: Rows, needs: Iterable[str]) -> Rows:
    """Load these columns and the keys, and join the tables that they are in."""
    columns = {"pk"}
    for need in needs:
        columns |= {need, *_read_with(rows.model, need)}
    joins = {column.rpartition("__")[0] for column in columns if "__" in column}
    found = rows.only(*columns)
    return found.select_related(*joins) if joins else found


def ordered_by(rows: QuerySet) -> frozenset[str]:
    """Return the columns that order the rows, which tell the place of each among them."""
    items = rows.query.order_by or rows.model._meta.ordering or ()
    terms = [item.removeprefix("-") if isinstance(item, str) else _name(item) for item in items]
    return frozenset(filter(None, terms)) - {"pk", *rows.query.annotations}


def _name(item: Any) -> str | None:
    return getattr(getattr(item, "expression", item), "name", None)


def _read_with(model: type[Model], need: str) -> Iterator[str]:
    """Yield the width and height that an image's field reads from its row as soon as it is made."""
    relation, divider, name = need.rpartition("__")
    for part in filter(None, relation.split("__")):
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    field = model._meta.get_field(name)
    for kept_in in ("width_field", "height_field"):
        if dimension := getattr(field, kept_in, None):
            yield f"{relation}{divider}{dimension}"
