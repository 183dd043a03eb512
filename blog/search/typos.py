"""Spellings that are one typing mistake away: a letter too many or too few, a wrong one, a swap."""

import json
from collections.abc import Iterable, Iterator

from django.db import connection
from django.utils import timezone

from blog.search.entries import LAST

SHORTEST = 4  # letters: any shorter word is one mistake away from too many others
LONGEST = 30
# The letters that a typist of the script may have meant, as folding leaves them.
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "абвгдежзиклмнопрстуфхцчшщъыьэюяєіґ",
    "αβγδεζηθικλμνξοπρστυφχψω",
    *("".join(map(chr, range(*ends))) for ends in [(0x5D0, 0x5EB), (0x627, 0x64B)]),  # he, ar
    *("".join(map(chr, range(*ends))) for ends in [(0x561, 0x588), (0x10D0, 0x10F1)]),  # hy, ka
)

MOST = 4_000  # spellings in one statement
LISTED = {
    "sqlite": "json_each(%s) AS listed",
    "postgresql": "json_array_elements_text(%s::json) AS listed(value)",
}
# Ordered, so that PostgreSQL never reads a table through to find out that there is none.
ENTRY = """
(SELECT 1 FROM {table} WHERE text >= value AND text < value || %s {more} ORDER BY text LIMIT 1)
"""


def typos(word: str) -> list[str]:
    """Return what may have been meant, the likeliest first; nothing for a word that is too short.

    The first letter is seldom wrong, and letters are swapped more often than replaced. A letter
    that is missing at the end is no mistake: the word is not typed to its end yet.
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    meant = dict.fromkeys(_meant(word))
    del meant[word[:-1]], meant[word]
    likely = sorted(meant, key=lambda other: other[0] != word[0])
    return [*likely, word[:-1]]


def _meant(word: str) -> Iterator[str]:
    letters = next((some for some in ALPHABETS if word[0] in some), "".join(sorted(set(word))))
    places = range(len(word))
    yield word
    for at in places[:-1]:
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in places:
        yield word[:at] + word[at + 1 :]
    for at in places:
        yield from (word[:at] + letter + word[at:] for letter in letters)
    for at in places:
        yield from (word[:at] + letter + word[at + 1 :] for letter in letters)


def existing(words: Iterable[str]) -> dict[str, list[str]]:
    """Return for each word the typos that an entry begins with; one statement for all.

    The last words are looked at first, and no more than can be asked for in a few milliseconds.
    """
    asked: dict[str, list[str]] = {}
    for word in reversed(list(words)):
        found = typos(word)
        if found and sum(map(len, asked.values())) + len(found) <= MOST:
            asked[word] = found
    if not asked:
        return {}
    spellings = sorted({spelling for found in asked.values() for spelling in found})
    tables = ("tag", "category", "person", "post")
    entries = [ENTRY.format(table=f"blog_{name}entry", more="") for name in tables]
    entries[-1] = ENTRY.format(table="blog_postentry", more="AND published_at <= %s")
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value FROM {LISTED[connection.vendor]}"
            f" WHERE COALESCE({', '.join(entries)}) IS NOT NULL",
            [json.dumps(spellings), *[LAST] * 4, now],
        )
        there = {spelling for (spelling,) in cursor.fetchall()}
    return {word: [one for one in found if one in there] for word, found in asked.items()}
