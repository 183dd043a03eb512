"""Finds what else a reader of a post may want: posts that share its telling words, and its tags.

The telling words are those that the post says often, and few others say at all. How many others
is counted to a bound only, so that the cost does not grow with the blog: a word beyond it tells
nothing.
"""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, F, FloatField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from blog.models import PostTag
from blog.search.backends import BACKENDS
from blog.search.index import document_of
from blog.search.query import Query, Term

if TYPE_CHECKING:
    from blog.models import Post
    from blog.querysets import PostQuerySet

MOST = 3
CONSIDERED, TELLING = 24, 8  # words
# A word that so many posts hold tells nothing, nor does one of half of a small blog's.
COMMON, FEW = 300, 5
SHORTEST = 3  # characters
IN_TITLE = 4  # times that a word in the title counts
SHARED_TAG = 0.25  # what each shared tag adds to a rank, as a part of it


def related(posts: "PostQuerySet", post: "Post") -> "PostQuerySet":
    """Return those of the posts that are nearest to this one; fewer where fewer are near."""
    others = posts.exclude(pk=post.pk)
    if terms := telling_terms(post):
        tags = PostTag.objects.filter(post=post).values("tag")
        ties = PostTag.objects.filter(post=OuterRef("pk"), tag__in=tags).order_by()
        number = Subquery(ties.values("post").annotate(number=Count("pk")).values("number"))
        shared = Coalesce(number, Value(0), output_field=FloatField())
        near = others.matching(Query(terms, joined_by_or=True))
        nearness = F("relevance") * (1 + SHARED_TAG * shared)
        return near.annotate(nearness=nearness).order_by("-nearness", "-published_at", "-pk")[:MOST]
    if post.category_id is None:
        return others.none()
    return others.filter(category=post.category_id)[:MOST]


def telling_terms(post: "Post") -> tuple[Term, ...]:
    """Return the words that tell the post from others, and lead to others all the same."""
    document = document_of(post)
    said = Counter(document.content) + Counter(document.excerpt)
    for token in document.title:
        said[token] += IN_TITLE
    words = {token: number for token, number in said.items() if len(token) >= SHORTEST}
    often = sorted(words, key=lambda token: (-words[token], token))[:CONSIDERED]
    holders, posts = number_of_holders(often)
    common = min(COMMON, max(posts // 2, FEW))
    found = [token for token in often if 1 < holders[token] < common]
    found.sort(key=lambda token: (-words[token] * log(COMMON / holders[token]), token))
    return tuple(Term((token,)) for token in found[:TELLING])


def number_of_holders(tokens: Sequence[str]) -> tuple[dict[str, int], int]:
    """Return how many posts hold each token, and how many there are, each counted up to COMMON."""
    backend = BACKENDS[connection.vendor]
    conditions = [f"WHERE {backend.matches}" for _ in tokens]
    columns = [
        f"(SELECT count(*) FROM (SELECT 1 FROM blog_search {condition} LIMIT {COMMON}) AS held)"
        for condition in [*conditions, ""]
    ]
    queries = [backend.expression(Query((Term((token,)),))) for token in tokens]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", queries)
        *numbers, posts = cursor.fetchone()
    return dict(zip(tokens, numbers, strict=True)), posts
