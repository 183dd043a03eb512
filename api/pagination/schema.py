"""How the schema describes a divided list."""

from typing import Any

from api.pagination.cursors import LONGEST


def envelope(schema: dict) -> dict:
    """Return what is around the rows; drf-spectacular would leave `nullable` of 3.0 (#1360)."""
    link = {"type": ["string", "null"], "format": "uri"}
    count = {
        "type": ["integer", "null"],
        "minimum": 0,
        "description": "On all pages together; null where a `cursor` divides the list.",
    }
    return {
        "type": "object",
        "required": ["count", "next", "previous", "results"],
        "properties": {
            "count": count,
            "next": {**link, "description": "The page after this one; null on the last."},
            "previous": {**link, "description": "The page before; null on the first."},
            "results": schema,
        },
    }


def parameters(max_row: int, page_size: int, max_page_size: int) -> list[dict]:
    """Return the parameters of pages.

    `page` has no default: clients that are generated would send it beside a `cursor`.
    """
    size = {"minimum": 1, "maximum": max_page_size, "default": page_size}
    return [
        _parameter(
            "page",
            f"Which page, from 1, the first; pages reach to row {max_row:,}. Not with `cursor`.",
            {"type": "integer", "minimum": 1, "maximum": max_row},
        ),
        _parameter("page_size", "How many results a page holds.", {"type": "integer", **size}),
        {
            **_parameter(
                "cursor",
                "Walks the whole list, however long and while it changes: empty at first, then as"
                " `next` and `previous` say. `count` is null then.",
                {"type": "string", "maxLength": LONGEST},
            ),
            "allowEmptyValue": True,
        },
    ]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict:
    return {
        "name": name,
        "required": False,
        "in": "query",
        "description": description,
        "schema": schema,
    }
