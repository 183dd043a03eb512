"""Names the state of a row, so that a writer can say which one the change was made for."""

from collections.abc import Container
from hashlib import blake2b
from typing import TypeVar

from django.db.models import Model, QuerySet

from blog.errors import Stale

Row = TypeVar("Row", bound=Model)
# They follow other rows: a like must not refuse an editor's save.
COUNTERS = {"like_count", "comment_count", "reply_count", "last_login"}


def version_of(row: Model) -> str:
    """Return a short name for what a write may change of the row, all of its columns loaded."""
    columns = [
        (field.attname, str(field.value_from_object(row)))
        for field in row._meta.concrete_fields
        if field.name not in COUNTERS
    ]
    return blake2b(repr(columns).encode(), digest_size=9).hexdigest()


def locked(
    rows: QuerySet[Row], pk: int, expected: Container[str] | None = None, *, alone: bool = False
) -> Row:
    """Return the row, locked until the transaction ends.

    `expected` holds the versions that the writer has seen. `alone`, no other transaction begins to
    refer to the row meanwhile either. Raises DoesNotExist where the row is gone, and Stale where it
    has another version.
    """
    row = rows.select_for_update(no_key=not alone).get(pk=pk)
    if expected is not None and version_of(row) not in expected:
        raise Stale
    return row
