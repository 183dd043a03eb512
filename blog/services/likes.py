"""Liking and unliking; both can be repeated, and the counter follows the rows."""

from django.db import transaction
from django.db.models import F

from blog.models import Like, Person, Post
from blog.versions import locked


@transaction.atomic
def like(*, person: Person, post: Post) -> bool:
    """Make the like; return whether it is new. Raises Post.DoesNotExist."""
    locked(Post.objects.only("pk"), post.pk)
    _, created = Like.objects.get_or_create(person=person, post=post)
    if created:
        Post.objects.filter(pk=post.pk).update(like_count=F("like_count") + 1)
    return created


@transaction.atomic
def unlike(*, person: Person, post: Post) -> bool:
    """Remove the like; return whether there was one. Raises Post.DoesNotExist."""
    locked(Post.objects.only("pk"), post.pk)
    removed, _ = Like.objects.filter(person=person, post=post).delete()
    if removed:
        Post.objects.filter(pk=post.pk).update(like_count=F("like_count") - 1)
    return bool(removed)


@transaction.atomic
def toggle_like(*, person: Person, post: Post) -> bool:
    """Unlike what is liked, like what is not; return whether it is liked now."""
    return not unlike(person=person, post=post) and like(person=person, post=post)
