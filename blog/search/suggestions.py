"""What a search box suggests as one types: tags, categories, authors and titles.

Everything typed must occur in a name, each word at least begun, in any order. Where nothing is
found, one typing mistake a word is allowed for. All of it reads entries (blog/search/entries.py) by
what they begin with, and a bounded number of them: a million posts take what ten thousand take.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from blog.models import Category, Person, Post, Tag
from blog.querysets.visibility import User
from blog.search.choices import Choice, as_typed, longest_first, respelled
from blog.search.entries import LAST
from blog.search.titles import titled
from blog.search.words import parts

MOST = 10
MOST_OF_A_KIND = 3  # of tags, categories, authors
NAMED = (
    ("tag", Tag, ("slug", "name")),
    ("category", Category, ("slug", "name")),
    ("author", Person, ("username", "display_name")),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name or title, and the row that it is of."""

    type: str
    text: str
    row: Any


def suggest(user: User, typed: str) -> list[Suggestion]:
    """Return at most MOST suggestions: of each kind of name MOST_OF_A_KIND, and then posts."""
    words = list(dict.fromkeys(parts(typed)))
    return _found(user, as_typed(words)) or _found(user, respelled(words))


def _found(user: User, choices: list[Choice]) -> list[Suggestion]:
    if not choices:
        return []
    names = [
        Suggestion(kind, str(row), row)
        for kind, model, columns in NAMED
        for row in _named(model._default_manager.visible_to(user).only(*columns), choices)
    ]
    posts = titled(Post.objects.visible_to(user).published(), choices, MOST - len(names))
    return names + [Suggestion("post", post.title, post) for post in posts]


def _named(rows: QuerySet, choices: list[Choice]) -> list[Any]:
    """Return the rows with such a name, by the likeliest spelling and then by alphabet."""
    first, *others = longest_first(choices)
    begins = [Q(entries__text__gte=word, entries__text__lt=word + LAST) for word in first.spellings]
    condition = _any(begins)
    for other in others:
        condition &= _any(_holds(*place) for place in other.places())
    likeliest = Case(*(When(begun, then=Value(place)) for place, begun in enumerate(begins)))
    order = [likeliest] if len(begins) > 1 else []
    found = rows.filter(condition).order_by(*order, "entries__text", "pk")
    # A name may have been found by several of its words.
    return list(dict.fromkeys(found[: 4 * MOST_OF_A_KIND]))[:MOST_OF_A_KIND]


def _holds(at_start: bool, word: str) -> Q:
    return Q(**{f"entries__text__{'startswith' if at_start else 'contains'}": word})


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)
