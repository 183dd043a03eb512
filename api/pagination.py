"""Page numbers: strict, with `Link` headers (RFC 8288) and a bound on how far they reach."""

from typing import Any

from django.core.paginator import Page, Paginator
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.links import same_with

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
        return Page(load(start, start + self.per_page), number, self)


class Pages(PageNumberPagination):
    """`page` from 1 and `page_size` up to 100; a wrong value is refused, never replaced."""

    page: Page
    request: Request
    django_paginator_class = Windows
    page_size = 10
    max_page_size = 100
    page_size_query_param = "page_size"
    page_size_query_description = "How many results a page holds."
    page_query_description = f"Which page, from 1; pages reach to row {MAX_ROW:,}."

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list:
        self.request = request
        number, size, _ = self._asked(request)
        paginator = self.django_paginator_class(queryset, size)
        if number > paginator.num_pages:
            raise NotFound(f"Page {number} is past the end; the last one is {paginator.num_pages}.")
        self.page = paginator.page(number)
        return list(self.page)

    def mistakes(self, request: Request) -> list[dict[str, str]]:
        """Return one entry for each mistake in `page` and `page_size`."""
        return self._asked(request)[2]

    def _asked(self, request: Request) -> tuple[int, int, list[dict[str, str]]]:
        """Return page, page size and mistakes; what is wrong has its default in the first two."""
        mistakes: list[dict[str, str]] = []
        size = self._whole(request, "page_size", self.page_size, self.max_page_size, mistakes)
        number = self._whole(request, "page", 1, None, mistakes)
        if (number - 1) * size >= MAX_ROW:
            detail = (
                f"Pages reach to row {MAX_ROW:,}. Narrow the list by its filters;"
                " walking all of it is what `cursor` is for."
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

    def _link(self, number: int) -> str:
        return same_with(self.request, page=number)

    def get_next_link(self) -> str | None:
        return self._link(self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        return self._link(self.page.previous_page_number()) if self.page.has_previous() else None

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        links = {
            "first": self._link(1),
            "prev": response.data["previous"],
            "next": response.data["next"],
            "last": self._link(self.page.paginator.num_pages),
        }
        response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url)
        return response

    def get_paginated_response_schema(self, schema: dict) -> dict:
        """Return the envelope; drf-spectacular would leave OpenAPI 3.0's `nullable` (#1360)."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "description": "On all pages together."},
                "next": {**link, "description": "The page after this one; null on the last."},
                "previous": {**link, "description": "The page before; null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict]:
        limits = {
            "page": {"minimum": 1, "maximum": MAX_ROW, "default": 1},
            "page_size": {
                "minimum": 1,
                "maximum": self.max_page_size,
                "default": self.page_size,
            },
        }
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"] |= limits[parameter["name"]]
        return parameters
