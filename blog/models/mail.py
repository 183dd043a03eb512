"""The outbox: mail that is to be sent, written in the transaction that caused it."""

from django.db import models
from django.utils import timezone


class OutgoingMail(models.Model):
    """Queued by `queue_mail` and sent by a task (blog/services/outbox.py), with back-off.

    `kind` says what caused it, for example "pending_comment". A mail that was sent or given up
    keeps its row for a while, for whoever looks for it.
    """

    kind = models.CharField(max_length=30)
    to = models.EmailField()
    subject = models.CharField(max_length=255)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When to try next; null once it was sent or given up.
    due_at = models.DateTimeField(default=timezone.now, null=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "outgoing mail"

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
