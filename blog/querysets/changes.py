"""Questions about the feed of changes; it is the same for everybody, so none takes a person."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class ChangeQuerySet(models.QuerySet):
    """Rows of posts that everybody may read: the triggers write no others, but for `due` ones."""

    def after(self, number: int, now: datetime) -> ChangeQuerySet:
        """Those above a number that may be told by now, in order."""
        return self.filter(Q(due=None) | Q(due__lte=now), pk__gt=number).order_by("pk")

    def come_due(self, number: int, after: tuple[datetime, int], now: datetime) -> ChangeQuerySet:
        """Those up to a number whose time has come since a moment, and a key in it; in order."""
        moment, pk = after
        later = Q(due__gt=moment) | Q(due=moment, pk__gt=pk)
        # Said twice, so that the index is entered in its middle.
        due = self.filter(later, due__gte=moment, due__lte=now, pk__lte=number)
        return due.order_by("due", "pk")

    def older_than(self, moment: datetime) -> ChangeQuerySet:
        """Those that nobody is told any more; what is still to come is never old."""
        return self.filter(Q(due=None) | Q(due__lt=moment), at__lt=moment)
