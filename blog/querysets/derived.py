"""Brings what is derived of rows along when many of them are updated without `save()`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


class DerivedQuerySet(models.QuerySet[Row]):
    """The base of those whose rows stand in an index or a table of entries too (blog/search/)."""

    # The columns that something is derived of.
    derived_from: Collection[str] = frozenset()

    def update(self, **values: Any) -> int:
        """Update the rows, and in the same transaction what is derived of them."""
        if not values.keys() & self.derived_from:
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            pks = list(self.values_list("pk", flat=True))
            number = super().update(**values)
            rows = self.model._default_manager.using(self.db).filter(pk__in=pks)
            self._derive(rows, values.keys())
        return number

    update.alters_data = True  # type: ignore[attr-defined]

    def _derive(self, rows: Any, changed: Collection[str]) -> None:
        """Derive anew what depends on the changed columns of these rows."""
        raise NotImplementedError
