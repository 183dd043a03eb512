"""Writing posts: slugs, publication, tags, revisions, and the word to the editors."""

from collections.abc import Container, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.errors import BadValue, NotAllowed
from blog.models import FormerSlug, Person, Post
from blog.notifications import tell_of_post
from blog.services import revisions
from blog.services.free_slugs import FreeSlugs
from blog.services.tags import set_tags
from blog.slugs import slug_from
from blog.versions import locked

# Each failure means that somebody else has got the slug, so that this many of them at once get one.
TRIES = 100


def free_slug(text: str, post: Post | None = None) -> str:
    """Return a slug made from the text that no other post has or had."""
    slug = slug_from(text)
    return FreeSlugs([slug], besides=post).take(slug)


@transaction.atomic
def create_post(*, author: Person, fields: Mapping[str, Any]) -> Post:
    """Make a post from what its author wrote.

    `fields` has the names of a write (contract section 3): objects for `category` and the images,
    names for `tags`, the moment for `published_at`. Raises NotAllowed for what the role does not
    give, and BadValue for what cannot be.
    """
    post = Post(author=author)
    if not author.may("write_posts"):
        raise NotAllowed("cannot_write", "Your role does not allow to write posts.")
    _apply(post, fields)
    _check(post, author, Post())
    _insert(post)
    set_tags(post, fields.get("tags", ()))
    revisions.record(post, author)
    tell_of_post(post)
    return post


@transaction.atomic
def update_post(
    *, post: Post, by: Person, fields: Mapping[str, Any], expected: Container[str] | None = None
) -> Post:
    """Change a post; what does not differ changes nothing, not even `updated_at`.

    Raises NotAllowed, BadValue, Stale where its version is not an expected one, and
    Post.DoesNotExist where it was deleted meanwhile: an edit must not bring it back.
    """
    row = locked(Post.objects.all(), post.pk, expected)
    if not row.can_be_edited_by(by):
        raise NotAllowed("cannot_edit", "You may not change this post as it is now.")
    before, before_fields = Post(featured=row.featured), revisions.snapshot(row)
    _apply(row, fields)
    _check(row, by, before)
    _store(row, by, before_fields, fields.get("tags"))
    return row


@transaction.atomic
def save_post(*, post: Post, by: Person | None = None) -> Post:
    """Save a post as it stands, for whoever may do everything (admin site, demo).

    A changed slug is remembered, so that links to it go on working. Raises Post.DoesNotExist where
    it was deleted meanwhile.
    """
    if post.pk is None:
        _insert(post)
        revisions.record(post, by or post.author)
        return post
    before = revisions.snapshot(locked(Post.objects.all(), post.pk))
    post.slug = post.slug or free_slug(post.title, post)
    _store(post, by or post.author, before, None)
    return post


@transaction.atomic
def delete_post(*, post: Post, by: Person, expected: Container[str] | None = None) -> None:
    """Delete a post with all that hangs on it. Raises Stale, NotAllowed, Post.DoesNotExist."""
    row = locked(Post.objects.all(), post.pk, expected)
    if not row.can_be_edited_by(by):
        raise NotAllowed("cannot_delete", "You may not delete this post as it is now.")
    row.delete()


def _apply(post: Post, fields: Mapping[str, Any]) -> None:
    """Set what is given, and what follows from it."""
    for name, value in fields.items():
        if name == "seo":
            for key, inner in value.items():
                setattr(post, f"seo_{key}", inner if key == "image" else inner or "")
        elif name == "excerpt":
            post.excerpt, post.excerpt_is_generated = value or "", not value
        elif name != "tags":
            setattr(post, name, value)
    if post.status == Post.Status.PUBLISHED and post.published_at is None:
        if fields.get("published_at", "absent") is None and "status" not in fields:
            raise BadValue("date_needed", "A published post has a date.", "published_at")
        post.published_at = timezone.now().replace(microsecond=0)


def _check(post: Post, by: Person, before: Post) -> None:
    """Refuse what this person, or nobody, may make of the post."""
    anything = by.may("edit_any_post")
    if post.status == Post.Status.PUBLISHED and not (by.may("publish") or anything):
        message = "Your role writes drafts; publishing takes an author or an editor."
        raise NotAllowed("cannot_publish", message, "status")
    if post.featured != before.featured and not anything:
        raise NotAllowed("cannot_feature", "Putting a post forward takes an editor.", "featured")
    check_post(post)


def check_post(post: Post) -> None:
    """Refuse what nobody may make of a post, the admin site neither. Raises BadValue."""
    image = post.featured_image
    if post.status == Post.Status.PUBLISHED and image is not None and not image.alt:
        message = f"Image {image.pk} needs an `alt` text before a post with it is published."
        raise BadValue("alt_needed", message, "featured_image")
    if post.slug and not FreeSlugs([post.slug], besides=post).take_exactly(post.slug):
        raise BadValue("slug_taken", f"Another post has or had {post.slug!r}.", "slug")


def _insert(post: Post) -> None:
    """Insert the post; a slug of our own making gets a suffix where somebody was faster."""
    is_given = bool(post.slug)
    for _ in range(TRIES):
        post.slug = post.slug if is_given else free_slug(post.title, post)
        try:
            with transaction.atomic():
                return post.save(force_insert=True)
        except IntegrityError:
            if is_given or not Post.objects.filter(slug=post.slug).exists():
                raise
            post.pk = None
    raise BadValue("slug_taken", "Too many posts of this title are being made.", "slug")


def _store(post: Post, by: Person, before: dict[str, Any], tags: Any) -> None:
    """Update a locked post if anything differs; remember its former slug and state."""
    if tags is not None:
        set_tags(post, tags)
    if not revisions.differing(before, revisions.snapshot(post)):
        return
    post.updated_at = timezone.now()
    post.save(force_update=True)
    if before["slug"] != post.slug:
        FormerSlug.objects.filter(slug=post.slug, post=post).delete()
        FormerSlug.objects.get_or_create(slug=before["slug"], defaults={"post": post})
    revisions.record(post, by, before)
