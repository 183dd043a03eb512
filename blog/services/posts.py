"""Giving a post its slug, and remembering the one it had."""

from django.db import transaction
from django.utils import timezone

from blog.models import FormerSlug, Post
from blog.services.free_slugs import FreeSlugs
from blog.slugs import slug_from


def free_slug(text: str, post: Post | None = None) -> str:
    """Return a slug made from the text that no other post has or had."""
    slug = slug_from(text)
    return FreeSlugs([slug], besides=post).take(slug)


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
