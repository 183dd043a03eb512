"""The order of the tree of categories, which is read whole: the place is the way from the root."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from api.pagination.cursors import Cursor, Place
from blog.models import Category

Step = tuple[str, int]


class TreeOrder:
    """Categories as `as_tree()` returns them: each level by name, then by id."""

    def __init__(self, categories: list[Category]) -> None:
        self.categories = categories

    def __str__(self) -> str:
        return "tree"

    def place_of(self, row: Category) -> Place:
        return tuple(part for step in way_to(row) for part in step)

    def read(self, cursor: Cursor | None, limit: int) -> list[Category]:
        """Return the categories next to the place, in the direction of the cursor."""
        if cursor is None:
            return self.categories[:limit]
        before, behind = self._around(list(zip(cursor.place[::2], cursor.place[1::2], strict=True)))
        if cursor.backwards:
            end = behind if cursor.inclusive else before
            return self.categories[:end][::-1][:limit]
        return self.categories[before if cursor.inclusive else behind :][:limit]

    def _around(self, place: list[Step]) -> tuple[int, int]:
        """Return where the place begins and ends: one category, or none that is there any more."""
        ways = [way_to(category) for category in self.categories]
        if place in ways:
            number = ways.index(place)
            return number, number + 1
        earlier = cache(pks_before)
        number = sum(stands_before(way, place, earlier) for way in ways)
        return number, number


def way_to(category: Category) -> list[Step]:
    """Return name and id of each category from the root to this one."""
    return list(_upwards(category))[::-1]


def _upwards(category: Category | None) -> Iterator[Step]:
    while category is not None:
        yield category.name, category.pk
        category = category.parent


def stands_before(way: list[Step], place: list[Step], earlier: Any) -> bool:
    """Whether the tree comes to a category before it comes to the place."""
    for step, other in zip(way, place, strict=False):
        if step != other:
            return step[1] in earlier(other)
    return len(way) < len(place)


def pks_before(step: Step) -> set[int]:
    """Return which categories sort before a step; asked, for only the database knows its alphabet.

    A statement for each changed step, and none as long as the category of the place stands still.
    """
    return set(Category.objects.sorted_before(*step).values_list("pk", flat=True))
