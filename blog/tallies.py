"""Reads the kept counts of published posts, and compares them with the rows they count.

A tally holds scheduled posts too, which become visible by time alone: what is published now is the
tally less the scheduled ones, of which there are few.
"""

from collections import Counter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import BigIntegerField, Count, F, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone

from blog.models import Comment, Post, PostTag, Tally
from blog.querysets.dates import Month, Year
from blog.triggers.tallies import SUM_UP

Kind = Tally.Kind
MONTH = Year("published_at") * 100 + Month("published_at")
KEYS: dict[Kind, Any] = {
    Kind.ALL: Value(0),
    Kind.AUTHOR: F("author_id"),
    Kind.CATEGORY: F("category_id"),
    Kind.MONTH: MONTH,
    Kind.TAG: F("tag_id"),
    Kind.COMMENTS: Value(0),
}
TAG_DATES = """
    UPDATE blog_posttag SET published_at = (SELECT p.published_at FROM blog_post p
    WHERE p.id = post_id AND p.status = 'published')
"""


def number_of(kind: Kind, keys: Any = (0,)) -> int:
    """Return how many published posts count under any of the keys, a list or a query of ids."""
    return sum(numbers_of(kind, keys).values())


def number_of_public_comments() -> int:
    """Return how many comments everybody may see: those that count, and the places of others."""
    gone = Comment.objects.filter(deleted_at__isnull=False).visible_to(AnonymousUser())
    return number_of(Kind.COMMENTS) + gone.count()


def numbers_of(kind: Kind, keys: Any = None) -> dict[int, int]:
    """Return {key: number} of what is published now, in one statement; zeros are left out."""
    numbers: Counter[int] = Counter()
    for key, number in _parts(kind, keys):
        numbers[key] += number
    return {key: number for key, number in numbers.items() if number > 0}


def numbers_by_key(kind: Kind) -> tuple[str, tuple]:
    """Return a statement for (row_id, number) of all that is published now, to be joined."""
    sql, params = _parts(kind).query.sql_with_params()
    grouped = f"SELECT part.key AS row_id, SUM(part.number) AS number FROM ({sql}) AS part"
    return f"{grouped} GROUP BY part.key HAVING SUM(part.number) > 0", params


def _parts(kind: Kind, keys: Any = None) -> QuerySet:
    """Return the (key, number) that add up to what is published now."""
    stored = Tally.objects.filter(kind=kind)
    # An index knows the scheduled posts of all, and those of one tag by the dates beside it.
    time = "post__published_at" if kind == Kind.TAG and keys is None else "published_at"
    scheduled = _counted(kind, _posts(kind).filter(**{f"{time}__gt": timezone.now()}))
    if keys is not None:
        stored, scheduled = stored.filter(key__in=keys), scheduled.filter(place__in=keys)
    less = scheduled.annotate(less=-F("number")).values_list("place", "less")
    return stored.order_by().values_list("key", "number").union(less, all=True).order_by()


def _posts(kind: Kind) -> QuerySet:
    """Return the rows that count: posts of the status `published`, or their tags."""
    if kind == Kind.TAG:
        return PostTag.objects.filter(published_at__isnull=False)
    posts = Post.objects.filter(status=Post.Status.PUBLISHED)
    return posts.filter(category__isnull=False) if kind == Kind.CATEGORY else posts


def _counted(kind: Kind, rows: QuerySet) -> QuerySet:
    """Return (place, number) for each key that has rows."""
    number = Sum("comment_count") if kind == Kind.COMMENTS else Count("pk")
    placed = rows.order_by().annotate(place=Cast(KEYS[kind], BigIntegerField()))
    return placed.values("place").annotate(number=Cast(number, BigIntegerField()))


def wrong_tallies() -> list[str]:
    """Return a line for each tally that does not equal its rows."""
    wrong = []
    for kind in Kind:
        stored = Counter(
            dict(
                Tally.objects.filter(kind=kind)
                .order_by()
                .values_list("key")
                .annotate(Sum("number"))
            )
        )
        counted = Counter(dict(_counted(kind, _posts(kind)).values_list("place", "number")))
        wrong += [
            f"tally of {kind} {key} is {stored[key]}, counted {counted[key]}"
            for key in sorted(stored.keys() | counted.keys())
            if stored[key] != counted[key]
        ]
    dates = PostTag.objects.exclude(published_at=F("post__published_at"))
    for pk in dates.filter(post__status=Post.Status.PUBLISHED).values_list("pk", flat=True):
        wrong.append(f"tag of a post {pk}: its date is not the post's")
    return wrong


def sum_up_tallies() -> None:
    """Make the rows of each tally one, on PostgreSQL; the triggers do so now and then."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(SUM_UP)


@transaction.atomic
def rebuild_tallies() -> None:
    """Count everything anew."""
    with connection.cursor() as cursor:
        cursor.execute(TAG_DATES)
    Tally.objects.all().delete()
    for kind in Kind:
        rows = _counted(kind, _posts(kind)).values_list("place", "number")
        Tally.objects.bulk_create(
            (Tally(kind=kind, key=place, number=number) for place, number in rows.iterator()),
            batch_size=1000,
        )
