"""Loads a part of a long list without reading what comes before it, or sorting what comes after.

Both databases serve the newest posts, and the newest of one category, from an index. Three lists
need a hint. Those of a category with its descendants and of a tag take their newest rows first from
an index for each category, and from the dates beside the tag; a search for a common word ranks a
bounded number of its newest matches. The posts are the same as without the hint, and so are their
order and number, but for one thing: beyond the RANKED matches that were added last, a search goes
on with the newest instead of the best.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connections
from django.db.models import Exists, F, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from blog.querysets.taxonomy import BELOW
from blog.search.lookups import Matches

if TYPE_CHECKING:
    from blog.querysets.posts import PostQuerySet

# How many matches of a search are ranked: those that were added last.
RANKED = 2_000
# Of a word with so many matches, the newest are found soon by looking at every document.
COMMON = 20 * RANKED
BY_DATE = ("-published_at", "-pk")
BY_TIE = ("-published_at", "-post_id")
BY_RELEVANCE = ("-relevance", "-pk")
# The newest of each category; SQLite has no LATERAL, PostgreSQL would not use the index for IN.
EACH = {
    "sqlite": "SELECT p.id FROM ({below}) AS below JOIN blog_post AS p ON p.id IN ({newest})",
    "postgresql": "SELECT w.id FROM ({below}) AS below CROSS JOIN LATERAL ({newest}) AS w(id)",
}


class Carries(Exists):
    """That a post carries the tag of this slug."""

    def __init__(self, tied: Any, slug: str) -> None:
        super().__init__(tied)
        self.slug = slug


def window(posts: PostQuerySet, start: int, stop: int, until: datetime | None = None) -> list[Any]:
    """Return the posts from place `start` up to `stop`; `until` is a bound on their dates."""
    order = tuple(posts.query.order_by) or BY_DATE
    if order == BY_RELEVANCE:
        return _ranked(posts, start, stop)
    hinted = posts.walk and posts.is_published
    if hinted and order == BY_DATE and posts.query.standard_ordering:
        posts = posts.filter(pk__in=_candidates(posts, stop, until or timezone.now()))
        posts = _without(posts, _is_tie_of(posts.walk))
    return list(posts[start:stop])


def _candidates(posts: PostQuerySet, number: int, until: datetime) -> Any:
    """Return a query of ids that holds the newest so many posts of the list."""
    assert posts.walk is not None  # noqa: S101 - for the type checker
    kind, slug = posts.walk
    if kind == "tag":
        tag = Subquery(apps.get_model("blog", "Tag").objects.filter(slug=slug).values("pk")[:1])
        if posts.is_chosen_once:
            ties = apps.get_model("blog", "PostTag").objects
            newest = ties.filter(tag=tag, published_at__lte=until).order_by(*BY_TIE)
            return newest.values("post")[:number]
        tied = posts.filter(post_tags__tag=tag, post_tags__published_at__lte=until)
        by_tie = tied.order_by(*(f"-post_tags__{name[1:]}" for name in BY_TIE))
        return _without(by_tie, _is_tie_of(posts.walk)).values("pk")[:number]
    newest = posts.filter(category_id=RawSQL("below.id", ())).order_by(*BY_DATE).values("pk")
    sql, params = newest[:number].query.sql_with_params()
    each = EACH[connections[posts.db].vendor].format(below=BELOW, newest=sql)
    return RawSQL(each, (slug, *params))


def _is_tie_of(walk: tuple[str, str] | None) -> Callable[[Any], bool]:
    """Return what knows the condition that the walked tag is carried.

    Where that is said in another way already, PostgreSQL takes both together for rare, and looks at
    every post of the tag.
    """

    def is_tie(condition: Any) -> bool:
        carries = getattr(condition, "lhs", None)
        return isinstance(carries, Carries) and ("tag", carries.slug) == walk

    return is_tie


def _without(posts: PostQuerySet, is_unwanted: Callable[[Any], bool]) -> PostQuerySet:
    """Take conditions back that are met in another way."""
    where = posts.query.where
    where.children = [child for child in where.children if not is_unwanted(child)]
    return posts


def _ranked(posts: PostQuerySet, start: int, stop: int) -> list[Any]:
    """Return a part of the results of a search: the best ones of the newest, then the rest.

    Ids are sorted, and the posts loaded by them: with their text, sorting takes twice as long.
    """
    pks = posts.values_list("pk", flat=True)
    if (number := posts.count()) <= RANKED:
        return _loaded(posts, list(pks[start:stop]))
    # Of a word that is not that common, PostgreSQL would look for the newest among all documents.
    is_found_by_word = connections[posts.db].vendor == "postgresql" and number < COMMON

    def placed(rows: Any, key: str) -> Any:
        return rows.alias(place=F(key) + 0 if is_found_by_word else F(key))

    pks = placed(pks, "search__post_id")
    matches = newest = pks.order_by("-place")
    if posts.words and posts.is_chosen_once:
        documents = placed(posts.model._default_manager.documents(posts.words), "post_id")
        matches = documents.order_by("-place").values_list("pk", flat=True)
    oldest = matches[RANKED - 1]
    found: list[int] = []
    if start < RANKED:
        found = list(pks.filter(place__gte=oldest)[start : min(stop, RANKED)])
    if stop > RANKED:
        found += newest.filter(place__lt=oldest)[max(start - RANKED, 0) : stop - RANKED]
    return _loaded(posts, found)


def _loaded(posts: PostQuerySet, pks: list[int]) -> list[Any]:
    """Return the posts of these ids, in their order, without searching for them once more."""
    chosen = posts.filter(pk__in=pks).order_by()
    chosen = _without(chosen, lambda condition: isinstance(condition, Matches))
    found = {post.pk: post for post in chosen}
    return [found[pk] for pk in pks if pk in found]
