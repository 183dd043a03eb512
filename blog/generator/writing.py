"""Puts rows into the database by its fastest way: COPY on PostgreSQL, `executemany` on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from blog.models import Category, Comment, Like, Person, Post, PostTag, Tag
from blog.search.backends import BACKENDS, Document

MODELS: tuple[type[Model], ...] = (Category, Comment, Like, Person, Post, PostTag, Tag)
# Rows that SQLite's statistics are made from; to read all of them takes as long as to write them.
SAMPLED = 1000
CACHE = 64_000  # KiB


@contextmanager
def room_for_pages() -> Iterator[None]:
    """Let SQLite keep more pages than it usually does: each post changes a dozen indexes."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def new_ids(model: type[Model], number: int) -> Iterable[int]:
    """Take so many ids, in order; only in the transaction that uses them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
            first = (cursor.fetchone()[0] or 0) + 1
            return range(first, first + number)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, number],
        )
        return [pk for (pk,) in cursor.fetchall()]


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows; columns that they do not have get the default of their field."""
    others: dict[str, Any] = {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in columns and not field.primary_key and not field.has_db_default()
    }
    values = tuple(others.values())
    whole = ((*row, *values) for row in rows) if others else rows
    _insert(model._meta.db_table, (*columns, *others), whole)


def insert_documents(documents: Iterable[Document]) -> None:
    """Insert the documents of new posts into the full-text index."""
    backend = BACKENDS[connection.vendor]
    _insert("blog_search", backend.columns, map(backend.row, documents))


def _insert(table: str, columns: Sequence[str], rows: Any) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


@transaction.atomic
def analyse() -> None:
    """Let the planner know what the tables hold now, and the index be ready to be searched."""
    tables = [model._meta.db_table for model in MODELS]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED}")
            for table in tables:
                cursor.execute(f"ANALYZE {table}")
        else:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT gin_clean_pending_list('blog_search_words')")
            cursor.execute(f"ANALYZE {', '.join([*tables, 'blog_search'])}")
