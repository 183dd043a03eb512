"""Runs Django on a current SQLite: 3.7.0 to 3.51.2 can corrupt a database in WAL mode."""

import sys
from typing import Any

SAFE = (3, 51, 3)
# Numbers and compile-time names of the limits that Django 6.1 asks a connection for.
LIMITS = {2: "MAX_COLUMN", 9: "MAX_VARIABLE_NUMBER"}


def use_current_sqlite() -> dict[str, Any]:
    """Swap the interpreter's `sqlite3` for the `pysqlite3` wheel, where there is one.

    Debian 12 ships 3.40.1, which has the WAL-reset defect. Call it before Django opens a database;
    the options that it returns belong into that database's OPTIONS.
    """
    try:
        import pysqlite3
    except ImportError:
        return {}
    sys.modules["sqlite3"] = pysqlite3
    pysqlite3.SQLITE_LIMIT_COLUMN, pysqlite3.SQLITE_LIMIT_VARIABLE_NUMBER = LIMITS

    class Connection(pysqlite3.Connection):
        """Adds `getlimit`, which Python has from 3.11 on and the wheel has not yet."""

        def getlimit(self, category: int) -> int:
            options = dict(
                option.partition("=")[::2] for (option,) in self.execute("PRAGMA compile_options")
            )
            return int(options[LIMITS[category]])

    return {"factory": Connection}


def check_sqlite_version(app_configs: Any, **kwargs: Any) -> list:
    """Warn where the swap was not possible and the SQLite in use has the defect (core.W001)."""
    from django.core.checks import Warning
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    from sqlite3 import sqlite_version, sqlite_version_info

    if sqlite_version_info >= SAFE:
        return []
    hint = "Install the pysqlite3 wheel, a newer SQLite, or use PostgreSQL."
    message = f"SQLite {sqlite_version} can corrupt a WAL database (fixed in 3.51.3)."
    return [Warning(message, hint=hint, id="core.W001")]
