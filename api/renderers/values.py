"""Reads values out of rendered data, which may be the view's own or have been JSON before."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def rows_of(data: Any) -> list[Any] | None:
    """Return the rows of a list, paged or not; None where the data is no list.

    An answer to OPTIONS describes the list and is none, and a 204 has no data at all.
    """
    rows = data.get("results") if isinstance(data, Mapping) else data
    return rows if isinstance(rows, list) else None


def utc(value: datetime | str | None) -> datetime | None:
    """Return a point in time in UTC, which a time without a zone is taken to be in."""
    if not value:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def rfc3339(value: datetime | str | None) -> str | None:
    """Return a point in time as the JSON writes it, so that the representations agree."""
    moment = utc(value)
    return moment.isoformat().replace("+00:00", "Z") if moment else None
