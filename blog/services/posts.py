"""Giving a post its slug, and remembering the one it had."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from blog.models import FormerSlug, Post
from blog.slugs import slug_from, unique_slug


def free_slug(text: str, post: Post | None = None) -> str:
    """Return a slug made from the text that no other post has or had."""
    base = slug_from(text)
    others = Q() if post is None or post.pk is None else ~Q(pk=post.pk)
    taken = set(
        Post.objects.filter(others, slug__startswith=base[:180]).values_list("slug", flat=True)
    )
    former = FormerSlug.objects.filter(slug__startswith=base[:180])
    if post is not None and post.pk is not None:
        former = former.exclude(post=post)
    return unique_slug(base, taken | set(former.values_list("slug", flat=True)))


@transaction.atomic
def save_post(*, post: Post) -> Post:
    """Save a post; a changed slug is remembered, so that links to it go on working.

    Raises Post.DoesNotExist where it was deleted meanwhile: an edit must not bring it back.
    """
    post.slug = post.slug or free_slug(post.title, post)
    if post.pk is None:
        post.save()
        return post
    before = Post.objects.select_for_update().only("slug").get(pk=post.pk).slug
    post.updated_at = timezone.now()
    post.save(force_update=True)
    if before != post.slug:
        FormerSlug.objects.filter(slug=post.slug, post=post).delete()
        FormerSlug.objects.get_or_create(slug=before, defaults={"post": post})
    return post
