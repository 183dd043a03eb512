"""Reads the feed of changes, from the place that a reader has come to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Subquery
from django.utils import timezone

from blog.errors import BlogError
from blog.models import Change

KEPT = timedelta(days=90)
# Rows are kept a little longer, so that whoever comes on the last day misses none.
SPARE = timedelta(days=2)


class Place(NamedTuple):
    """How far a reader has come: told are all rows up to `number` whose time came by `moment`.

    Of those whose time is this very `moment`, only the ones up to `tie`.
    """

    number: int
    moment: datetime
    tie: int


class TooOld(BlogError):
    """What was written since is no longer kept."""

    def __init__(self) -> None:
        message = (
            f"Changes are kept for {KEPT.days} days. Ask without `since` for a new cursor, then"
            " build everything anew."
        )
        super().__init__("too_old", message)


def latest_place() -> Place:
    """Return the place of whoever reads the whole blog after this."""
    now = timezone.now()
    came_due = Change.objects.filter(due__lte=now).order_by("-due").values("due")[:1]
    rows = Change.objects.order_by("-pk").annotate(came_due=Subquery(came_due))
    number, due = rows.values_list("pk", "came_due").first() or (0, None)
    return Place(number, _rounded(now, [due]), number)


def changes_since(place: Place | None, limit: int) -> tuple[list[Change], Place]:
    """Return at most `limit` rows, in order, and the place after them. Raises TooOld.

    Who has no place yet is told nothing, and gets one to begin with.

    First those that were passed by because their time had not come, then the new ones. As long as
    there is nothing to tell, the place stays the same for a day, and so does the answer.
    """
    if place is None:
        return [], latest_place()
    # Never back: another server's clock may have been ahead.
    now = max(timezone.now(), place.moment)
    if place.moment < now - KEPT:
        raise TooOld
    number, moment, tie = place
    late = list(Change.objects.come_due(number, (moment, tie), now)[:limit])
    if len(late) == limit:
        assert late[-1].due is not None  # noqa: S101 - it was asked for
        return _told(late), place._replace(moment=late[-1].due, tie=late[-1].pk)
    new = list(Change.objects.after(number, now)[: limit - len(late)])
    number = new[-1].pk if new else number
    moment = _rounded(now, [moment, *(row.due for row in (*late, *new))])
    return _told([*late, *new]), Place(number, moment, number)


def _rounded(now: datetime, told: Iterable[datetime | None]) -> datetime:
    """Return the last moment that matters: a row told, else the beginning of the day."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return max([day, *(moment for moment in told if moment)])


def _told(rows: list[Change]) -> list[Change]:
    """Leave out the tags of a post that the page names anyway."""
    named = {row.post_id for row in rows if row.kind != Change.Kind.TAGS}
    told = []
    for row in rows:
        if row.kind != Change.Kind.TAGS or row.post_id not in named:
            named.add(row.post_id)
            told.append(row)
    return told


def forget_old() -> int:
    """Delete the rows that nobody is told any more; return how many."""
    return Change.objects.older_than(timezone.now() - KEPT - SPARE).delete()[0]
