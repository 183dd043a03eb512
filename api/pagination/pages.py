"""Pages by number, with a bound on how far they reach, or by cursor; `Link` headers (RFC 8288)."""

from typing import Any

from django.core.paginator import Page, Paginator
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import BadParameters
from api.links import same_with
from api.pagination.cursors import (
    BAD_CURSOR,
    cursor_mistakes,
    is_walked,
    list_digest,
    sent_cursor,
)
from api.pagination.numbers import Numbered, Query
from api.pagination.schema import envelope, parameters
from api.pagination.walks import Walk, order_of

# OFFSET costs as much as all the rows that it skips.
MAX_ROW = 10_000


class Windows(Paginator):
    """Pages of a list that knows how to load a part of itself; any other is sliced."""

    def page(self, number: int | str) -> Page:
        load = getattr(self.object_list, "window", None)
        if load is None:
            return super().page(number)
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        return Page(load(start, stop) if start < stop else [], number, self)


class Pages(PageNumberPagination):
    """`page` from 1, or `cursor`, and `page_size` up to 100; a wrong value is never replaced."""

    # What is answered with, and the page by number that templates show, where it is one.
    part: Numbered | Walk
    page: Page | None = None
    request: Request
    django_paginator_class = Windows
    page_size = 10
    max_page_size = 100
    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list:
        self.request = request
        number, size, _ = self._asked(request)
        self.page = None
        self.part = self._walk(queryset, size, view) or self._numbered(queryset, number, size)
        return self.part.rows

    def _numbered(self, queryset: Any, number: int, size: int) -> Numbered:
        paginator = self.django_paginator_class(queryset, size)
        if number > paginator.num_pages:
            raise NotFound(f"Page {number} is past the end; the last one is {paginator.num_pages}.")
        self.page = paginator.page(number)
        return Numbered(self.page)

    def _walk(self, queryset: Any, size: int, view: Any) -> Walk | None:
        """Return the page by cursor; None where pages are numbered."""
        if not is_walked(self.request):
            return None
        order, cursor = order_of(queryset), sent_cursor(self.request)
        of = list_digest(self.request, view, str(order))
        if cursor is None or cursor.of == of:
            return Walk(order, of, cursor, size)
        if view.strict:
            raise BadParameters([BAD_CURSOR])
        return None

    def mistakes(self, request: Request) -> list[dict[str, str]]:
        """Return one entry for each mistake in `page`, `page_size` and `cursor`.

        Of a cursor only whether it is ours: which list it is of shows when that list is there.
        """
        return [*self._asked(request)[2], *cursor_mistakes(request)]

    def _asked(self, request: Request) -> tuple[int, int, list[dict[str, str]]]:
        """Return page, page size and mistakes; what is wrong has its default in the first two."""
        mistakes: list[dict[str, str]] = []
        size = self._whole(request, "page_size", self.page_size, self.max_page_size, mistakes)
        number = self._whole(request, "page", 1, None, mistakes)
        if (number - 1) * size >= MAX_ROW:
            detail = (
                f"Pages reach to row {MAX_ROW:,}. Narrow the list by its filters, or walk all of"
                " it with `?cursor=` instead of `page`."
            )
            mistakes.append({"parameter": "page", "code": "too_deep", "detail": detail})
            number = 1
        return number, size, mistakes

    def _whole(
        self, request: Request, name: str, default: int, maximum: int | None, mistakes: list
    ) -> int:
        text = request.query_params.get(name)
        if text is None:
            return default
        good = text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0
        if good and (maximum is None or int(text) <= maximum):
            return int(text)
        limit = "a whole number from 1" + (f" to {maximum}" if maximum else "")
        detail = f"{name} is {limit}, not {text[:40]!r}."
        mistakes.append({"parameter": name, "code": "invalid", "detail": detail})
        return default

    def _link(self, place: Query | None) -> str | None:
        """Return the link to another part of the list; it is named by page or by cursor."""
        if place is None:
            return None
        return same_with(self.request, **{"page": None, "cursor": None, **place})

    def get_next_link(self) -> str | None:
        return self._link(self.part.next)

    def get_previous_link(self) -> str | None:
        return self._link(self.part.previous)

    def get_paginated_response(self, data: Any) -> Response:
        links = {
            "first": self._link(self.part.first),
            "prev": self.get_previous_link(),
            "next": self.get_next_link(),
            "last": self._link(self.part.last),
        }
        response = Response(
            {
                "count": self.part.count,
                "next": links["next"],
                "previous": links["prev"],
                "results": data,
            }
        )
        response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url)
        return response

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return envelope(schema)

    def get_schema_operation_parameters(self, view: Any) -> list[dict]:
        return parameters(MAX_ROW, self.page_size, self.max_page_size)
