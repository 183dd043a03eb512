"""One page of a list whose pages are numbered."""

from typing import Any

from django.core.paginator import Page

# The parameter that leads to a part of a list.
Query = dict[str, Any]


class Numbered:
    """The rows of a page, and where the others are."""

    def __init__(self, page: Page) -> None:
        self.rows = list(page)
        self.count: int | None = page.paginator.count
        self.first: Query | None = {"page": 1}
        self.last: Query | None = {"page": page.paginator.num_pages}
        self.next: Query | None = {"page": page.number + 1} if page.has_next() else None
        self.previous: Query | None = {"page": page.number - 1} if page.has_previous() else None
