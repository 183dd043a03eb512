"""The index in the language of Django's querysets: which posts match, and how well."""

from dataclasses import replace
from typing import Any

from django.db.models import F, FloatField, Func, Lookup, TextField

from blog.search.backends import BACKENDS, WEIGHTS
from blog.search.query import Query

# PostgreSQL names the weights D, C, B, A, each from 0 to 1.
TS_WEIGHTS = "{{{2}, 0, {1}, {0}}}".format(*(weight / max(WEIGHTS) for weight in WEIGHTS))
# Divide by 1 + log(length): a long text holds every word somewhere.
BY_LENGTH = 1


class SearchField(TextField):
    """The column that is searched; it takes a Query, and nothing reads it."""


@SearchField.register_lookup
class Matches(Lookup):
    """`search__document__matches=Query`."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        lhs, params = self.process_lhs(compiler, connection)
        expression = BACKENDS[connection.vendor].expression(self.rhs)
        operator = BACKENDS[connection.vendor].matches.removeprefix("blog_search ")
        return f"{lhs} {operator}", [*params, expression]


class Relevance(Func):
    """How well a post matches, more is better: BM25 on SQLite, `ts_rank` on PostgreSQL."""

    output_field = FloatField()

    def __init__(self, query: Query, document: Any = "search__document") -> None:
        super().__init__(F(document) if isinstance(document, str) else document)
        self.query = query

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        (column,) = self.get_source_expressions()
        return f"-{connection.ops.quote_name(column.alias)}.rank", []

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        (column,) = self.get_source_expressions()
        sql, params = compiler.compile(column)
        expression = BACKENDS["postgresql"].expression(replace(self.query, excluded=()))
        return f"ts_rank('{TS_WEIGHTS}', {sql}, %s::tsquery, {BY_LENGTH})", [*params, expression]
