"""Remembers what takes as long as there are posts to count, until anything that is public changes.

What is remembered is kept under a version: the number of the last change (blog/models/change.py),
which is written in the transaction of the change, how many posts are scheduled, as they appear
without one, and the tree of categories. So it is never a wrong number.
"""

import logging
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

log = logging.getLogger("broadsheet.remembering")

T = TypeVar("T")

KEPT = 60 * 60  # seconds: whoever asks for ever other words fills the cache for that long
TREE = {
    "sqlite": "SELECT group_concat(id || '<' || COALESCE(parent_id, 0))"
    " FROM (SELECT id, parent_id FROM blog_category ORDER BY id)",
    "postgresql": "SELECT string_agg(id || '<' || COALESCE(parent_id, 0), ',' ORDER BY id)"
    " FROM blog_category",
}
VERSION = """
    SELECT (SELECT max(id) FROM blog_change),
    (SELECT count(*) FROM blog_post WHERE status = 'published' AND published_at > %s), ({tree})
"""


def version() -> str:
    """Return what changes with everything that decides which posts are public, and where."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(VERSION.format(tree=TREE[connection.vendor]), [now])
        return repr(cursor.fetchone())


def remembered(
    what: str,
    chosen: Mapping[str, Any],
    find: Callable[[], T],
    *,
    at: str,
    is_worth_it: Callable[[T], bool] = lambda found: True,
) -> T:
    """Return what `find` finds of the public posts that these parameters choose, at a `version`."""
    text = repr((at, sorted((name, str(value)) for name, value in chosen.items())))
    key = f"remembered:{what}:{blake2b(text.encode(), digest_size=16).hexdigest()}"
    if (found := _kept(key)) is None:
        found = find()
        if is_worth_it(found):
            _keep(key, found)
    return found


def _kept(key: str) -> Any:
    try:
        return cache.get(key)
    except Exception:  # A cache that is away costs time, and nothing else.
        log.warning("Not looked up: %s", key, exc_info=True)
        return None


def _keep(key: str, found: Any) -> None:
    try:
        cache.set(key, found, KEPT)
    except Exception:
        log.warning("Not kept: %s", key, exc_info=True)
