"""What SQLite and PostgreSQL do each in its own way: the index table, its rows, its queries.

On SQLite the index is an FTS5 table that keeps no text (`content=''`); on PostgreSQL a table with a
`tsvector`. Both are called `blog_search`, as is the column that is searched, and have the post's id
as `rowid`: blog/models/search.py is the model of both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from typing import Any

from blog.search.query import Query, Term

# How much a word weighs in title, excerpt, content, and as the form of a stemmed word.
WEIGHTS = (10.0, 3.0, 1.0, 0.2)
# PostgreSQL counts positions up to this; beyond, counting starts again, so that neighbours stay so.
LAST_POSITION = 16_383


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of a post: the tokens of its parts in order, and the forms of words."""

    rowid: int
    title: Sequence[str]
    excerpt: Sequence[str]
    content: Sequence[str]
    forms: Iterable[str]


class Fts5:
    """SQLite's FTS5. The tokens are ASCII-folded already, so its simplest tokenizer keeps them."""

    create = (
        "CREATE VIRTUAL TABLE blog_search USING fts5(title, excerpt, content, forms,"
        " content='', contentless_delete=1, tokenize='ascii')",
        "INSERT INTO blog_search(blog_search, rank)"
        f" VALUES('rank', 'bm25({', '.join(map(str, WEIGHTS))})')",
    )
    drop = ("DROP TABLE blog_search",)
    empty = "DELETE FROM blog_search"
    columns = ("rowid", "title", "excerpt", "content", "forms")
    insert = (
        "INSERT OR REPLACE INTO blog_search(rowid, title, excerpt, content, forms)"
        " VALUES (%s, %s, %s, %s, %s)"
    )

    @staticmethod
    def row(document: Document) -> tuple[Any, ...]:
        """Return the values of `columns`, for `insert`."""
        parts = (document.title, document.excerpt, document.content, document.forms)
        return (document.rowid, *(" ".join(part) for part in parts))

    @classmethod
    def expression(cls, query: Query) -> str:
        """Return the query in FTS5's language; it has at least one term that is looked for."""
        wanted = " AND ".join(map(cls._term, query.terms))
        if not query.excluded:
            return wanted
        return f"({wanted}) NOT ({' OR '.join(map(cls._term, query.excluded))})"

    @classmethod
    def _term(cls, term: Term) -> str:
        phrase = f'"{" ".join(term.tokens)}"{" *" if term.begun else ""}'
        return f"({phrase} OR {cls._term(term.half)})" if term.half else phrase


class TsVector:
    """PostgreSQL's `tsvector`, written out here: its own parser would cut the tokens again."""

    create = (
        "CREATE TABLE blog_search (rowid bigint PRIMARY KEY, blog_search tsvector NOT NULL)",
        "CREATE INDEX blog_search_words ON blog_search USING gin (blog_search)",
    )
    drop = ("DROP TABLE blog_search",)
    empty = "DELETE FROM blog_search"
    columns = ("rowid", "blog_search")
    insert = (
        "INSERT INTO blog_search(rowid, blog_search) VALUES (%s, %s)"
        " ON CONFLICT (rowid) DO UPDATE SET blog_search = excluded.blog_search"
    )

    @classmethod
    def row(cls, document: Document) -> tuple[Any, ...]:
        """Return the values of `columns`, for `insert`."""
        found: dict[str, list[str]] = {form: [] for form in document.forms}
        position = 0
        for weight, part in zip(
            "ABD", (document.title, document.excerpt, document.content), strict=True
        ):
            places = islice(cycle(_places(weight)), position % LAST_POSITION, None)
            for token, place in zip(part, places, strict=False):
                if token in found:
                    found[token].append(place)
                else:
                    found[token] = [place]
            position += len(part) + 1  # no phrase goes from one part into the next
        entries = [
            f"'{token}':{','.join(at)}" if at else f"'{token}'" for token, at in found.items()
        ]
        return document.rowid, " ".join(entries)

    @classmethod
    def expression(cls, query: Query) -> str:
        """Return the query as a `tsquery`; it has at least one term that is looked for."""
        wanted = [cls._term(term) for term in query.terms]
        return " & ".join([*wanted, *(f"!({cls._term(term)})" for term in query.excluded)])

    @classmethod
    def _term(cls, term: Term) -> str:
        phrase = " <-> ".join(map(cls._quoted, term.tokens)) + (":*" if term.begun else "")
        return f"(({phrase}) | {cls._term(term.half)})" if term.half else f"({phrase})"

    @staticmethod
    def _quoted(token: str) -> str:
        return f"'{token}'"


@cache
def _places(weight: str) -> list[str]:
    """Return all positions as they are written with a weight: writing each anew takes longer."""
    return [f"{position}{weight}" for position in range(1, LAST_POSITION + 1)]


BACKENDS: dict[str, type[Fts5] | type[TsVector]] = {"sqlite": Fts5, "postgresql": TsVector}
