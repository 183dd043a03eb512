"""What happened to the posts that everybody may read, in the order in which it was seen."""

from django.db import models
from django.db.models import Q

from blog.querysets import ChangeQuerySet
from blog.slugs import MAX_LENGTH


class Change(models.Model):
    """Written by triggers alone (blog/triggers/changes/), read by blog/changes.py.

    `id` is the order: a row is never seen before one with a smaller id. `due` is when a scheduled
    post appears; its row is there from the start, and void once the post is changed before then.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published"
        UPDATED = "updated"
        WITHDRAWN = "withdrawn"
        DELETED = "deleted"
        # An update that says nothing new next to another row of its post.
        TAGS = "tags"

    # No foreign key: it outlives the post.
    post_id = models.BigIntegerField()
    slug = models.CharField(max_length=MAX_LENGTH)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due", "id"], name="change_due", condition=Q(due__isnull=False)),
            # Few rows at any time: those that wait for their time, or for their number.
            models.Index(
                fields=["post_id"],
                name="change_waits",
                condition=Q(due__isnull=False) | Q(id__lt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.kind}"
