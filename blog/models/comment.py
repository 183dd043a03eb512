"""A comment, which may answer another one."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blog.markup import render
from blog.querysets import CommentQuerySet

MAX_LENGTH = 1000
MAX_DEPTH = 5


class Comment(models.Model):
    """Written through blog/services/comments.py, which keeps the counters in step.

    A thread cannot hold a cycle: a parent is always the older row (`parent < id`).
    """

    class Status(models.TextChoices):
        APPROVED = "approved"
        PENDING = "pending"
        REJECTED = "rejected"
        SPAM = "spam"

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    root = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="thread"
    )
    depth = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
    )
    content = models.CharField(max_length=MAX_LENGTH, blank=True)
    content_html = models.TextField(blank=True, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField(db_index=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    reply_count = models.PositiveIntegerField(default=0, editable=False)

    # Not columns: what CommentQuerySet.with_parts() and attach_replies() add.
    post_slug: str
    thread_replies: list[Comment]

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        permissions = [("moderate_comments", "Can moderate, edit and delete any comment")]
        indexes = [
            models.Index(fields=["post", "root", "created_at", "id"], name="comment_thread"),
            models.Index(fields=["status", "created_at", "id"], name="comment_status"),
            models.Index(
                fields=["status", "post"],
                condition=Q(deleted_at__isnull=False),
                name="comment_deleted",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["approved", "pending", "rejected", "spam"]),
                name="comment_status_known",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(parent__lt=F("id")),
                name="comment_parent_is_older",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, root__isnull=True, depth=0)
                | Q(parent__isnull=False, root__isnull=False, depth__gt=0, depth__lte=MAX_DEPTH),
                name="comment_depth_bounded",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, author__isnull=False) & ~Q(content="")
                | Q(deleted_at__isnull=False, author__isnull=True, content=""),
                name="comment_or_placeholder",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"

    def save(self, *args, **kwargs) -> None:
        if (fields := kwargs.get("update_fields")) is None or "content" in fields:
            self.render()
            if fields is not None:
                kwargs["update_fields"] = {*fields, "content_html"}
        super().save(*args, **kwargs)

    @property
    def is_counted(self) -> bool:
        """Whether it adds to its post's `comment_count`; twin of CommentQuerySet.counted()."""
        return self.status == self.Status.APPROVED and self.deleted_at is None

    def can_be_edited_by(self, user) -> bool:
        """Whether the person may change the text: its author, for a while, or a moderator."""
        if not user.is_authenticated or self.deleted_at is not None:
            return False
        is_open = timezone.now() < self.created_at + timedelta(
            minutes=settings.COMMENT_EDIT_MINUTES
        )
        return (is_open and self._is_own(user)) or user.may("moderate")

    def can_be_deleted_by(self, user) -> bool:
        """Whether the person may delete it: its author, at any time, or a moderator."""
        if not user.is_authenticated or self.deleted_at is not None:
            return False
        return self._is_own(user) or user.may("moderate")

    def _is_own(self, user) -> bool:
        return user.pk == self.author_id and user.may("comment")

    def render(self) -> None:
        """Derive the HTML from the source; readers' links are marked as theirs."""
        self.content_html = render(self.content, "markdown", ugc=True).html
