"""Looks keys up in front matter and remembers which were read, so that the rest is reported."""

from datetime import datetime
from typing import Any

from blog.importers.fields import flag, moment, text
from blog.importers.front_matter import Document
from blog.importers.records import Record

NESTED = ("extra", "params", "taxonomies")  # Zola's and Hugo's tables of further keys


class Keys:
    """The keys of a file, whatever their case; those of nested tables yield to the others."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values = dict(document.values)
        self.read: set[str] = set()
        for table in NESTED:
            if isinstance(inner := self.values.get(table), dict):
                del self.values[table]
                lowered = {str(key).strip().lower(): value for key, value in inner.items()}
                self.values = {**lowered, **self.values}

    def first(self, *keys: str) -> tuple[str, Any]:
        """Return the first of the keys that has a value, and the value."""
        self.read.update(keys)
        found = ((key, self.values[key]) for key in keys if key in self.values)
        return next(((key, value) for key, value in found if value not in (None, "")), ("", None))

    def text(self, *keys: str) -> str:
        """Return the first value as one line."""
        return text(self.first(*keys)[1])

    def flag(self, *keys: str) -> bool:
        """Return whether the first value says yes."""
        return flag(self.first(*keys)[1])

    def moment(self, record: Record, *keys: str) -> datetime | None:
        """Return the first value as a time; one that cannot be read is noted on the record."""
        key, value = self.first(*keys)
        try:
            return moment(value) if key else None
        except ValueError as error:
            record.note(f"{key} {text(value)!r}: {error}", self.document.line_of(key))
            return None

    def ignored(self) -> tuple[str, ...]:
        """Return the keys that nothing has asked for."""
        return tuple(sorted(text(key) for key in self.values.keys() - self.read))
