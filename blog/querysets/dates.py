"""Parts of a date in UTC; for them, SQLite would call back into Python for every row."""

from typing import Any

from django.db.models.functions import ExtractMonth, ExtractYear


class Year(ExtractYear):
    """The year, as a number."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.lhs)
        return f"CAST(substr({sql}, 1, 4) AS integer)", params


class Month(ExtractMonth):
    """The month, from 1 to 12."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.lhs)
        return f"CAST(substr({sql}, 6, 2) AS integer)", params
