"""Finds posts by the words of their titles, in one statement over the entries.

It reads the index of entries alone, from what they begin with, and a bounded number of them: where
very many begin so, those that are first in the alphabet, and those of the newest posts.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from blog.models import Post
from blog.querysets import PostQuerySet
from blog.search.choices import Choice, longest_first
from blog.search.entries import LAST

# How many entries are looked at, and of how many of the newest posts.
LOOKED_AT = 1_000
NEWEST = 200
# How many of the words lead to entries; the others are looked for in what these find.
LEADING = 3
# The end stands outside: PostgreSQL takes what lies between two texts for little, and would read
# and sort all of it.
OPENED = """
SELECT * FROM (
    SELECT {place} AS place, text, post_id, published_at FROM blog_postentry
    WHERE text >= %s AND published_at <= %s ORDER BY text LIMIT {limit}
) AS opened WHERE text < %s
"""
# By the posts: no index has `text || ''`, by which all that begins so would be read instead.
OF_NEWEST = """
SELECT 0 AS place, text, post_id, published_at FROM blog_postentry
WHERE text || '' >= %s AND text || '' < %s AND post_id IN ({newest})
"""
BEST = """
SELECT post_id FROM ({branches}) AS found WHERE {checks}
GROUP BY post_id, published_at
ORDER BY MIN(place), published_at DESC, post_id DESC LIMIT {most}
"""


def titled(posts: PostQuerySet, choices: list[Choice], most: int) -> list[Post]:
    """Return those of the posts with such titles: as it is typed, likeliest, newest."""
    sql, params = best(posts, choices, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        pks = [pk for (pk,) in cursor.fetchall()]
    # Each is asked for by itself: SQLite would rather read all that is published than a few ids.
    seen = Exists(posts.filter(pk=OuterRef("pk")))
    found = Post.objects.filter(seen).only("slug", "title").order_by().in_bulk(pks) if pks else {}
    return [found[pk] for pk in pks if pk in found]


def best(posts: PostQuerySet, choices: list[Choice], most: int) -> tuple[str, list[Any]]:
    """Return the statement for the ids, and its parameters."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    openings = list(_openings(choices))
    typed = openings[0][1]
    newest, of_newest = posts.values("pk")[:NEWEST].query.sql_with_params()
    branches, params = [OF_NEWEST.format(newest=newest)], [typed, typed + LAST, *of_newest]
    for place, opening in openings:
        branches.append(OPENED.format(place=place, limit=LOOKED_AT // len(openings)))
        params += [opening, now, opening + LAST]
    checks = []
    for choice in choices if len(choices) > 1 else ():
        patterns = [_pattern(*place) for place in choice.places()]
        checks.append(" OR ".join([r"text LIKE %s ESCAPE '\'"] * len(patterns)))
        params += patterns
    checked = " AND ".join(f"({check})" for check in checks) or "1 = 1"
    return BEST.format(branches=" UNION ALL ".join(branches), checks=checked, most=most), params


def _openings(choices: list[Choice]) -> Iterator[tuple[int, str]]:
    """Yield what entries may begin with, each with its place: the smaller, the better."""
    first, *others = longest_first(choices)
    if any(len(choice.spellings) > 1 for choice in choices):
        yield from enumerate(first.spellings)
        return
    typed = " ".join(choice.spellings[0] for choice in choices)
    yield 0, typed
    for choice in (first, *others[: LEADING - 1]) if others else ():
        yield 1, choice.spellings[0]


def _pattern(at_start: bool, word: str) -> str:
    return f"{'' if at_start else '%'}{connection.ops.prep_for_like_query(word)}%"
