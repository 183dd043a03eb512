"""What a search box suggests as one types: tags, categories, authors and titles.

Everything typed must occur in a name, each word at least begun, in any order. Where nothing is
found, one typing mistake a word is allowed for. All of it reads entries (blog/search/entries.py)
by what they begin with, and a bounded number of them: a million posts take what a thousand take.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from blog.models import Category, Person, Post, Tag
from blog.querysets.visibility import User
from blog.search.entries import LAST
from blog.search.typos import existing
from blog.search.words import Part, parts

MOST = 10
MOST_OF_A_KIND = 3  # of tags, categories, authors
# How many entries are looked at, of all that begin with what is typed, and of the newest posts.
LOOKED_AT = 2_000
NEWEST = 200
# How many of the words lead to entries; the others are looked for in what these find.
LEADING = 3
SPELLINGS = 12  # of a mistyped word
BRANCH = """
SELECT * FROM (
    SELECT {place} AS place, text, post_id, published_at FROM blog_postentry
    WHERE text >= %s AND text < %s AND published_at <= %s ORDER BY text LIMIT {limit}
) AS opened
"""
BRANCH_OF_NEWEST = """
SELECT 0 AS place, text, post_id, published_at FROM blog_postentry
WHERE text >= %s AND text < %s AND published_at <= %s AND post_id IN ({newest})
"""
STATEMENT = """
SELECT post_id FROM ({branches}) AS found {where}
GROUP BY post_id, published_at
ORDER BY MIN(place), published_at DESC, post_id DESC LIMIT {most}
"""
NAMES = (("tag", Tag), ("category", Category), ("author", Person))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name or title, and the row that it is of."""

    type: str
    text: str
    row: Any


class Choice(NamedTuple):
    """A typed word: what it may begin, the likeliest first."""

    spellings: tuple[str, ...]
    is_run: bool


def suggest(user: User, typed: str) -> list[Suggestion]:
    """Return at most MOST suggestions; of each kind of name MOST_OF_A_KIND, and then posts."""
    words = list(dict.fromkeys(parts(typed)))
    if not words:
        return []
    found = _find(user, [Choice((word.text,), word.is_run) for word in words])
    return found or _find(user, _respelled(words))


def _respelled(words: list[Part]) -> list[Choice]:
    """Return the words, each also as it may have been meant; nothing where none was mistyped."""
    meant = existing([word.text for word in words if not word.is_run])
    if not any(meant.values()):
        return []
    return [
        Choice((word.text, *meant.get(word.text, ())[:SPELLINGS]), word.is_run) for word in words
    ]


def _find(user: User, choices: list[Choice]) -> list[Suggestion]:
    if not choices:
        return []
    found = [
        Suggestion(name, str(row), row)
        for name, model in NAMES
        for row in _named(model._default_manager.visible_to(user), choices)
    ]
    posts = _titled(user, choices)[: MOST - len(found)]
    return found + [Suggestion("post", post.title, post) for post in posts]


def _leading(choices: list[Choice]) -> list[Choice]:
    """Return the longest words first, which fewest entries begin with."""
    return sorted(choices, key=lambda choice: -len(choice.spellings[0]))


def _named(rows: QuerySet, choices: list[Choice]) -> list[Any]:
    """Return the rows with such a name, by the likeliest spelling and then by alphabet."""
    first, *others = _leading(choices)
    begins = [Q(entries__text__gte=word, entries__text__lt=word + LAST) for word in first.spellings]
    condition = _any(begins)
    for other in others:
        condition &= _any(
            Q(entries__text__startswith=word) if at_start else Q(entries__text__contains=word)
            for at_start, word in _places(other)
        )
    likeliest = Case(*(When(q, then=Value(place)) for place, q in enumerate(begins)))
    order = [likeliest] if len(begins) > 1 else []
    found = rows.filter(condition).order_by(*order, "entries__text", "pk")
    # A name may have been found by several of its words.
    return list(dict.fromkeys(found[: 4 * MOST_OF_A_KIND]))[:MOST_OF_A_KIND]


def _places(choice: Choice) -> Iterable[tuple[bool, str]]:
    """Yield what an entry that holds the word begins with (True), or contains."""
    for word in choice.spellings:
        if choice.is_run:
            yield False, word
        else:
            yield from ((True, word), (False, f" {word}"))


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _titled(user: User, choices: list[Choice]) -> list[Post]:
    """Return published posts with such a title: in the order that is typed, likeliest, newest."""
    sql, params = _statement(user, choices)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        pks = [pk for (pk,) in cursor.fetchall()]
    if not pks:
        return []
    posts = Post.objects.visible_to(user).published().only("slug", "title").in_bulk(pks)
    return [posts[pk] for pk in pks if pk in posts]


def _openings(choices: list[Choice]) -> list[tuple[int, str]]:
    """Return what entries may begin with, each with its place: the smaller, the better."""
    typed = " ".join(choice.spellings[0] for choice in choices)
    first, *others = _leading(choices)
    if any(len(choice.spellings) > 1 for choice in choices):
        return list(enumerate(first.spellings))
    words = [choice.spellings[0] for choice in (first, *others[: LEADING - 1])]
    return [(0, typed), *((1, word) for word in words if word != typed)]


def _statement(user: User, choices: list[Choice]) -> tuple[str, list[Any]]:
    """Return the statement for the ids of posts.

    It reads the index of entries from each opening on, and a bounded number of them: where very
    many begin so, those that are first in the alphabet, and those of the newest posts.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    openings = _openings(choices)
    newest = Post.objects.visible_to(user).published().values("pk")[:NEWEST]
    newest_sql, newest_params = newest.query.sql_with_params()
    branches, params = [], []
    for place, opening in openings:
        branches.append(BRANCH.format(place=place, limit=LOOKED_AT // len(openings)))
        params += [opening, opening + LAST, now]
    branches.append(BRANCH_OF_NEWEST.format(newest=newest_sql))
    params += [openings[0][1], openings[0][1] + LAST, now, *newest_params]
    checks = []
    for choice in choices if len(choices) > 1 else ():
        patterns = [("" if at_start else "%", word) for at_start, word in _places(choice)]
        checks.append(" OR ".join(["text LIKE %s ESCAPE '\\'"] * len(patterns)))
        params += [f"{any_}{connection.ops.prep_for_like_query(word)}%" for any_, word in patterns]
    where = f"WHERE {' AND '.join(f'({check})' for check in checks)}" if checks else ""
    return STATEMENT.format(branches=" UNION ALL ".join(branches), where=where, most=MOST), params
