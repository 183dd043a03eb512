"""What a post was after each change that matters."""

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """Written by blog/services/revisions.py in the transaction of the change.

    `fields` is what a client would have sent to make the post what it was: the keys of a write
    (contract section 3), with slugs for category and names for tags.
    """

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions", null=True
    )
    fields = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"Revision {self.number} of post {self.post_id}"
