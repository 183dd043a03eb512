"""Adding, moderating and deleting comments; the counters follow in the same transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from blog.errors import BlogError
from blog.models import Comment, Person, Post
from blog.models.comment import MAX_DEPTH


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

    Without a `status` the author's standing decides. Raises BlogError where the thread is too deep.
    """
    if parent is not None and parent.depth >= MAX_DEPTH:
        raise BlogError("thread_too_deep", f"A thread has at most {MAX_DEPTH} levels of replies.")
    comment = Comment.objects.create(
        post=post,
        author=author,
        content=content,
        parent=parent,
        root=parent and (parent.root or parent),
        depth=parent.depth + 1 if parent else 0,
        status=status or first_status(author),
        created_at=created_at or timezone.now(),
    )
    if comment.is_counted:
        _count(comment, 1)
    return comment


def first_status(author: Person) -> str:
    """Editors, and people with an approved comment, are trusted; others wait for moderation."""
    trusted = author.sees_everything or author.comments.counted().exists()
    return Comment.Status.APPROVED if trusted else Comment.Status.PENDING


@transaction.atomic
def set_status(*, comment: Comment, status: str) -> Comment:
    """Moderate a comment; the row is locked, so that two moderators count once."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    before = locked.is_counted
    locked.status = status
    locked.save(update_fields=["status"])
    _count(locked, locked.is_counted - before)
    return locked


@transaction.atomic
def delete_comment(*, comment: Comment) -> None:
    """Delete a comment; one with replies leaves a placeholder that keeps the thread together."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    _count(locked, -int(locked.is_counted))
    if locked.replies.exists():
        locked.author, locked.content, locked.deleted_at = None, "", timezone.now()
        locked.save(update_fields=["author", "content", "deleted_at"])
    else:
        locked.delete()


def _count(comment: Comment, step: int) -> None:
    if not step:
        return
    Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") + step)
    if comment.parent_id:
        Comment.objects.filter(pk=comment.parent_id).update(reply_count=F("reply_count") + step)
