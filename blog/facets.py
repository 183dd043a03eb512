"""How the posts of a list are spread over categories, tags, authors and years.

Each function takes the posts and answers with one statement. They are counted first, by key, and
named afterwards: a planner that may join the names first walks the posts of each name. The indexes
of posts by category, author and date hold all three, so that posts under one of them are counted
without being read.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, F
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from blog.models import Post
from blog.querysets import PostQuerySet
from blog.querysets.dates import Year
from blog.querysets.visibility import Given
from blog.tallies import Kind, numbers_by_key, numbers_of

Rows = list[dict[str, Any]]

# A blog has a bounded number of categories and years; tags and authors grow with its posts.
MOST = 100
STATUS = Post._meta.get_field("status")
# The tree whole: what has no posts itself may have some below it.
CATEGORIES = """
SELECT named.id, named.parent_id, named.slug, named.name, COALESCE(found.number, 0)
FROM blog_category AS named LEFT JOIN ({counts}) AS found ON found.row_id = named.id
ORDER BY named.name, named.slug
"""
TAGS = f"""
SELECT named.slug, named.name, found.number
FROM ({{counts}}) AS found JOIN blog_tag AS named ON named.id = found.row_id
ORDER BY found.number DESC, named.name, named.slug LIMIT {MOST}
"""
AUTHORS = f"""
SELECT named.username, COALESCE(NULLIF(named.display_name, ''), named.username) AS shown,
    found.number
FROM ({{counts}}) AS found JOIN blog_person AS named ON named.id = found.row_id
ORDER BY found.number DESC, shown, named.username LIMIT {MOST}
"""


def by_category(posts: PostQuerySet) -> Rows:
    """Return each category with its posts and those of all that is below it, most first."""
    rows = _named(CATEGORIES, posts, "category")
    above = {pk: parent for pk, parent, *_ in rows}
    counts: Counter[int] = Counter()
    for pk, *_, number in rows:
        while pk is not None:
            counts[pk] += number
            pk = above[pk]
    found = [
        {"slug": slug, "name": name, "count": counts[pk]}
        for pk, _, slug, name, _ in rows
        if counts[pk]
    ]
    # Sorting keeps the order of equals, which is that of the names.
    return sorted(found, key=lambda row: -row["count"])


def by_tag(posts: PostQuerySet) -> Rows:
    """Return the most frequent tags, most first."""
    rows = _named(TAGS, posts, "post_tags__tag")
    return [{"slug": slug, "name": name, "count": number} for slug, name, number in rows]


def by_author(posts: PostQuerySet) -> Rows:
    """Return the most frequent authors, most first."""
    rows = _named(AUTHORS, posts, "author")
    return [
        {"username": username, "display_name": shown, "count": number}
        for username, shown, number in rows
    ]


def by_year(posts: PostQuerySet) -> Rows:
    """Return the years of publication, newest first."""
    if posts.is_whole:
        years: Counter[int] = Counter()
        for month, number in numbers_of(Kind.MONTH).items():
            years[month // 100] += number
        return [{"year": year, "count": years[year]} for year in sorted(years, reverse=True)]
    posts = _by_index(posts)
    dated = posts.order_by().exclude(published_at=None).values(year=Year("published_at"))
    return list(dated.annotate(count=Count("*")).order_by("-year"))


KINDS = {"category": Kind.CATEGORY, "post_tags__tag": Kind.TAG, "author": Kind.AUTHOR}
FACETS: dict[str, Callable[[PostQuerySet], Rows]] = {
    "category": by_category,
    "tag": by_tag,
    "author": by_author,
    "year": by_year,
}


def _named(statement: str, posts: PostQuerySet, key: str) -> list[tuple]:
    """Return what the statement makes of the number of posts (`number`) by key (`row_id`)."""
    counts = _by_index(posts).order_by().values(row_id=F(key)).annotate(number=Count("*"))
    try:
        sql, params = (
            numbers_by_key(KINDS[key])
            if posts.is_whole
            else counts.query.get_compiler(using=posts.db).as_sql()
        )
    except EmptyResultSet:  # No post can match, such as in a search for nothing.
        return []
    with connections[posts.db].cursor() as cursor:
        cursor.execute(statement.format(counts=sql), params)
        return cursor.fetchall()


def _by_index(posts: PostQuerySet) -> PostQuerySet:
    """Let SQLite look up the posts of categories; it takes `published` for the rarer thing."""
    if posts.walk and posts.walk[0] == "category":
        posts = posts.all()
        _free(posts.query.where)
    return posts


def _free(where: Any) -> None:
    for place, child in enumerate(where.children):
        if isinstance(child, WhereNode):
            _free(child)
        elif isinstance(child, Exact) and getattr(child.lhs, "target", None) == STATUS:
            where.children[place] = Given(child.lhs, child.rhs)
