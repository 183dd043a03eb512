"""Remembers how many posts a search found, until anything that is public changes.

Counting a million matches takes as long as there are matches. What is remembered is kept under the
number of the last change (blog/models/change.py), which is written in the transaction of the
change, and of the scheduled posts, which appear without one: it is never a wrong number.
"""

import logging
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Count, Subquery
from django.utils import timezone

from blog.models import Change, Post

if TYPE_CHECKING:
    from blog.querysets import PostQuerySet

log = logging.getLogger("broadsheet.search")

WORTH_KEEPING = 1_000  # matches; fewer are counted as fast as they are looked up
KEPT = 24 * 60 * 60  # seconds


def remembered_count(posts: "PostQuerySet", chosen: dict[str, Any]) -> int:
    """Return the number of the posts that these parameters have chosen."""
    text = repr(sorted((name, str(value)) for name, value in chosen.items()))
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    key = f"search-count:{_version()}:{digest}"
    if (number := _kept(key)) is None:
        number = posts.all().count()
        if number >= WORTH_KEEPING:
            _keep(key, number)
    return number


def _version() -> str:
    """Return what changes with the public posts, in one statement."""
    scheduled = Post.objects.filter(status="published", published_at__gt=timezone.now())
    waiting = scheduled.order_by().values("status").annotate(number=Count("pk"))
    last = Change.objects.order_by("-pk").annotate(waiting=Subquery(waiting.values("number")))
    return str(last.values_list("pk", "waiting").first())


def _kept(key: str) -> int | None:
    try:
        return cache.get(key)
    except Exception:  # A cache that is away costs time, and nothing else.
        log.warning("Not looked up: %s", key, exc_info=True)
        return None


def _keep(key: str, number: int) -> None:
    try:
        cache.set(key, number, KEPT)
    except Exception:
        log.warning("Not kept: %s", key, exc_info=True)
