"""Puts rows into the database by its fastest way: COPY on PostgreSQL, `executemany` on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from blog.generator.rows import ENTRY, Row
from blog.models import (
    Category,
    Comment,
    Like,
    Person,
    Post,
    PostEntry,
    PostTag,
    Tag,
    Tally,
)

MODELS: tuple[type[Model], ...] = (
    *(Category, Comment, Like, Person, Post, PostEntry, PostTag, Tag, Tally),
)
# Rows that SQLite's statistics are made from; to read all of them takes as long as to write them.
SAMPLED = 1000
CACHE = 128_000  # KiB
PRAGMAS = {"cache_size": -CACHE, "wal_autocheckpoint": CACHE // 4}
# Where entries of titles wait: rows of a large index come cheap in its order, many at a time.
WAITING = "waiting_entries"
COLUMNS = ", ".join(ENTRY)
WAIT = f"CREATE TEMPORARY TABLE {WAITING} AS SELECT {COLUMNS} FROM blog_postentry LIMIT 0"
ENTER = f"""
    INSERT INTO blog_postentry ({COLUMNS}) SELECT {COLUMNS} FROM {WAITING} ORDER BY {COLUMNS}
"""
TUNE = f"""
    SELECT set_config(name, value, false)
    FROM pg_settings JOIN (VALUES
        ('gin_pending_list_limit', '{CACHE}'), ('default_toast_compression', 'lz4'),
        ('synchronous_commit', 'off')
    ) AS tuned(name, value) USING (name) WHERE value = ANY(enumvals) OR enumvals IS NULL
"""


@contextmanager
def tuned() -> Iterator[None]:
    """Let the connection write much at a time: each post changes a dozen indexes, and a large one.

    SQLite keeps more pages than it usually does, and copies them into its file less often, as the
    same pages change again and again. PostgreSQL sorts more words before it puts them into the
    full-text index, compresses by its faster method where it has it, and does not wait for the disk
    at each commit: what a fall of the machine takes with it is made again.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            usual = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
            begin = [f"PRAGMA {name} = {value}" for name, value in PRAGMAS.items()]
            end = [f"PRAGMA {name} = {value}" for name, value in usual.items()]
        else:
            begin = [TUNE]
            names = ("gin_pending_list_limit", "default_toast_compression", "synchronous_commit")
            end = [f"RESET {name}" for name in names]
        for statement in begin:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in end:
                cursor.execute(statement)


@contextmanager
def waiting_entries() -> Iterator[None]:
    """Let entries wait in a table of this connection; what is left there is entered at the end."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT)
        try:
            yield
        finally:
            enter_waiting()
            cursor.execute(f"DROP TABLE {WAITING}")


@transaction.atomic
def enter_waiting() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(ENTER)
        cursor.execute(f"DELETE FROM {WAITING}")


def new_ids(model: type[Model], number: int) -> list[int]:
    """Take so many ids, which nobody else will get, in order."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, number],
            )
            return [pk for (pk,) in cursor.fetchall()]
        with transaction.atomic():
            cursor.execute(
                "INSERT INTO sqlite_sequence(name, seq) SELECT %s, 0"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                [table, table],
            )
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq",
                [number, table],
            )
            last = cursor.fetchone()[0]
        return list(range(last - number + 1, last + 1))


def insert_rows(model: type[Model], columns: Sequence[str], rows: list[Row]) -> None:
    """Insert rows; columns that they do not have get the default of their field."""
    others: dict[str, Any] = {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in columns and not field.primary_key and not field.has_db_default()
    }
    values = tuple(others.values())
    whole = ((*row, *values) for row in rows) if others else rows
    insert(model._meta.db_table, (*columns, *others), whole)


def insert(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows into any table."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))


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
