"""Adding, editing, moderating and deleting comments; the counters follow in one transaction.

Whatever locks a comment has locked its post before: in one order, nobody waits for each other.
"""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from blog.errors import BadValue, BlogError, NotAllowed
from blog.models import Comment, Person, Post
from blog.models.comment import MAX_DEPTH
from blog.notifications import tell_of_pending
from blog.versions import locked


@transaction.atomic
def add_comment(
    *,
    post: Post,
    author: Person,
    content: str,
    parent: Comment | None = None,
    status: str | None = None,
    created_at: datetime | None = None,
) -> Comment:
    """Add a comment, as an answer to `parent` where one is given.

    Without a `status` the author's standing decides. Raises BadValue where the thread is too deep
    or the parent was deleted, and DoesNotExist where post or parent is gone.
    """
    locked(Post.objects.only("pk"), post.pk)
    if parent is not None:
        parent = locked(Comment.objects.filter(post=post), parent.pk)
        _check_parent(parent)
    comment = Comment.objects.create(
        post=post,
        author=author,
        content=content,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        status=status or first_status(author),
        created_at=created_at or timezone.now(),
    )
    if comment.is_counted:
        _count(comment, 1)
    if status is None and comment.status == Comment.Status.PENDING:
        tell_of_pending(comment)
    return comment


def _check_parent(parent: Comment) -> None:
    if parent.depth >= MAX_DEPTH:
        message = f"A thread has at most {MAX_DEPTH} levels of replies; answer the one above."
        raise BadValue("thread_too_deep", message, "parent")
    if parent.deleted_at is not None:
        raise BadValue("parent_deleted", "What you answer was deleted.", "parent")


def first_status(author: Person) -> str:
    """Editors, and people with an approved comment, are trusted; others wait for moderation."""
    trusted = author.sees_everything or author.comments.counted().exists()
    return Comment.Status.APPROVED if trusted else Comment.Status.PENDING


@transaction.atomic
def update_comment(
    *, comment: Comment, by: Person, fields: dict[str, Any], expected: Container[str] | None = None
) -> Comment:
    """Change the `content` (its author, for a while, and moderators) or the `status` (moderators).

    Raises NotAllowed, Stale, BlogError for a deleted one, and Comment.DoesNotExist.
    """
    row = _locked(comment, expected)
    if row.deleted_at is not None:
        raise BlogError("comment_deleted", "This comment was deleted; its place cannot be edited.")
    if "status" in fields and not by.may("moderate"):
        raise NotAllowed("cannot_moderate", "Your role does not moderate comments.", "status")
    if "content" in fields and fields["content"] != row.content:
        if not row.can_be_edited_by(by):
            raise NotAllowed("cannot_edit", "You may edit your own comment, for a while.")
        row.content, row.edited_at = fields["content"], timezone.now()
        row.save(update_fields=["content", "edited_at"])
    _moderate(row, fields.get("status", row.status))
    return row


@transaction.atomic
def set_status(*, comment: Comment, status: str) -> Comment:
    """Moderate a comment; the row is locked, so that two moderators count once."""
    row = _locked(comment)
    _moderate(row, status)
    return row


@transaction.atomic
def set_statuses(*, ids: Iterable[int], status: str) -> dict[int, bool]:
    """Moderate many comments; return for each id whether it is there to be moderated."""
    ids, present = list(ids), set()
    # In one order, so that two moderators cannot wait for each other.
    for comment in Comment.objects.filter(pk__in=ids).order_by("post_id", "pk"):
        try:
            row = _locked(comment)
        except ObjectDoesNotExist:  # Deleted since, alone or with its post.
            continue
        if row.deleted_at is None:
            _moderate(row, status)
            present.add(row.pk)
    return {pk: pk in present for pk in ids}


@transaction.atomic
def delete_comment(*, comment: Comment, expected: Container[str] | None = None) -> None:
    """Delete a comment; one with replies leaves a placeholder that keeps the thread together.

    Raises Comment.DoesNotExist where that has happened already, and Stale.
    """
    row = _locked(comment, expected)
    if row.deleted_at is not None:
        raise Comment.DoesNotExist
    _count(row, -int(row.is_counted))
    if row.replies.exists():
        row.author, row.content, row.deleted_at = None, "", timezone.now()
        # What was hidden is gone; the place is everybody's who reads the replies.
        row.status = Comment.Status.APPROVED
        row.save(update_fields=["author", "content", "deleted_at", "status"])
    else:
        parent = row.parent
        row.delete()
        _drop_empty(parent)


def _drop_empty(placeholder: Comment | None) -> None:
    """Remove placeholders that keep nothing together any more, up the thread."""
    while placeholder and placeholder.deleted_at and not placeholder.replies.exists():
        above = placeholder.parent
        placeholder.delete()
        placeholder = above


def _locked(comment: Comment, expected: Container[str] | None = None) -> Comment:
    locked(Post.objects.only("pk"), comment.post_id)
    return locked(Comment.objects.all(), comment.pk, expected)


def _moderate(comment: Comment, status: str) -> None:
    before, comment.status = comment.is_counted, status
    comment.save(update_fields=["status"])
    _count(comment, comment.is_counted - before)


def _count(comment: Comment, step: int) -> None:
    if not step:
        return
    Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") + step)
    if comment.parent_id:
        Comment.objects.filter(pk=comment.parent_id).update(reply_count=F("reply_count") + step)
