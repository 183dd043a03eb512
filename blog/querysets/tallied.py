"""Knows the number of the rows of a long list without counting them."""

from __future__ import annotations

from collections.abc import Callable


class Tallied:
    """A part of the querysets of rows of which there may be a million."""

    # What knows how many rows there are, where counting them would take long.
    tally: Callable[[], int] | None = None
    _number: int | None = None

    def count(self) -> int:
        """Count once; a kept number where the list has one."""
        if self._number is None:
            self._number = self.tally() if self.tally else super().count()  # type: ignore[misc]
        return self._number
