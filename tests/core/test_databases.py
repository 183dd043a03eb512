"""Databases as trust demands: nothing acknowledged is lost, nothing waits for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from core.env import database
from core.settings import SQLITE_OPTIONS
from core.sqlite import check_sqlite_version
from tests.factories import make_post


@pytest.fixture
def open_sqlite(tmp_path, monkeypatch, django_db_blocker):
    """Return a function that opens the same new database file as production would."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/blog.sqlite3")
    settings = {
        **database(tmp_path, SQLITE_OPTIONS),
        "AUTOCOMMIT": True,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
    }
    with django_db_blocker.unblock():
        yield lambda: DatabaseWrapper(settings)


def ask(wrapper, sql: str):
    with wrapper.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_sqlite_keeps_what_it_acknowledged(open_sqlite):
    wrapper = open_sqlite()
    assert ask(wrapper, "PRAGMA journal_mode") == "wal"
    assert ask(wrapper, "PRAGMA synchronous") == 2
    assert ask(wrapper, "PRAGMA foreign_keys") == 1
    assert ask(wrapper, "PRAGMA busy_timeout") == 10_000
    assert ask(wrapper, "PRAGMA journal_size_limit") == 67_108_864
    wrapper.close()


def test_sqlite_writers_queue_and_none_is_refused(open_sqlite):
    """A read and then a write in one transaction is what deadlocks without IMMEDIATE."""
    first = open_sqlite()
    first.cursor().execute("CREATE TABLE counter (n integer)")
    first.cursor().execute("INSERT INTO counter VALUES (0)")

    def write(_):
        wrapper = open_sqlite()
        for _ in range(5):
            wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            ask(wrapper, "SELECT n FROM counter")
            wrapper.cursor().execute("UPDATE counter SET n = n + 1")
            wrapper.commit()
            wrapper.set_autocommit(True)
        wrapper.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert ask(first, "SELECT n FROM counter") == 40
    first.close()


def test_the_sqlite_in_use_has_no_known_defect(db):
    assert check_sqlite_version(None) == []


def test_postgresql_waits_are_bounded(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgres://ann:s%40t@db.example.com:5433/blog?sslmode=require"
    )
    settings = database(None, {})
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"]) == ("blog", "ann", "s@t")
    assert (settings["HOST"], settings["PORT"]) == ("db.example.com", "5433")
    options = settings["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["connect_timeout"] == 3
    assert options["pool"] == {"min_size": 2, "max_size": 10, "timeout": 2}
    for bound in ("statement_timeout=15s", "lock_timeout=3s", "session_timeout=30s"):
        assert bound in options["options"]


@pytest.mark.parametrize("path", ["/api/v1/posts/", "/blog/", "/blog/posts/hello/"])
def test_a_database_that_is_not_migrated_is_503(api, path):
    make_post("Hello")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE blog_post RENAME TO gone")
    response = api.get(path, "application/json")
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert "blog_post" not in response.content.decode()
