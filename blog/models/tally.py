"""Counts that are kept, because counting takes as long as there are rows."""

from django.db import models


class Tally(models.Model):
    """How many posts of the status `published` there are, in all and by what they hang on.

    Written by triggers alone (blog/triggers/tallies.py), read by blog/tallies.py: on PostgreSQL a
    key has many rows to be added up, so that two who publish do not wait for each other. Scheduled
    posts are in them, as nothing is written at the moment when they appear.
    """

    class Kind(models.TextChoices):
        """What the key is: 0, an id, or year and month as one number such as 202611."""

        ALL = "all"
        AUTHOR = "author"
        CATEGORY = "category"
        TAG = "tag"
        MONTH = "month"
        COMMENTS = "comments"

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    number = models.BigIntegerField()

    class Meta:
        ordering = ["kind", "key", "-pk"]
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["kind", "key"], name="tally_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.number}"
