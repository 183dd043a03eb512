"""CSV (RFC 4180) of any list, a row at a time."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rest_framework.renderers import BaseRenderer

from api.renderers.values import rfc3339, rows_of

# A spreadsheet takes a cell that begins with one of these for a formula and may run it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Written at once: a row for each chunk would cost the server more than the rows themselves.
CHUNK = 32_768


class CSVRenderer(BaseRenderer):
    """Writes the rows of a list under the view's columns."""

    media_type = "text/csv"
    format = "csv"
    # Tells the list view to hand every row of the filter to `stream` instead of one page here.
    streams = True

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        rows = rows_of(data)
        if rows is None:
            return b""
        view = (renderer_context or {}).get("view")
        columns = getattr(view, "columns", ()) or (list(rows[0]) if rows else ())
        return b"".join(self.stream(rows, columns))

    def stream(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[bytes]:
        """Yield the table in pieces, never holding more than one; `a.b` is what `a` has as `b`."""
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        paths = [column.split(".") for column in columns]
        writer.writerow(columns)
        for row in rows:
            writer.writerow([cell(reach(row, path)) for path in paths])
            if buffer.tell() >= CHUNK:
                yield _taken_from(buffer)
        yield _taken_from(buffer)


def _taken_from(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode(errors="replace")


def reach(value: Any, path: Sequence[str]) -> Any:
    """Return what a path leads to; through a list it leads to one value for each element."""
    for number, name in enumerate(path):
        if isinstance(value, list):
            return [reach(element, path[number:]) for element in value]
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def cell(value: Any) -> str:
    """Return a value as the text of a cell that no spreadsheet takes for a formula."""
    text = plain(value)
    risky = text.startswith(FORMULA) and not isinstance(value, int | float)
    return f"'{text}" if risky else text


def plain(value: Any) -> str:
    """Return a value as text: the way the JSON writes it, what is absent as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return rfc3339(value) or ""
    if isinstance(value, list):
        return ", ".join(map(plain, value))
    if isinstance(value, Mapping):
        # A category or a tag goes by its slug, which never holds the comma that divides a list.
        return value.get("slug") or json.dumps(value, ensure_ascii=False, default=plain)
    return str(value)
