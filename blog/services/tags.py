"""Tags: found by name or slug, made on the way, renamed, merged."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from blog.errors import BadValue
from blog.models import Post, PostTag, Tag
from blog.services.free_slugs import free_slug_of_term
from blog.slugs import hyphenated, slug_of_term
from blog.versions import locked

TRIES = 20


def find_or_make_tags(names: Iterable[str]) -> list[Tag]:
    """Return the tags that the names or slugs mean, each once; what is missing is made."""
    names = list(names)
    # In the order of their unique keys: two posts that make the same tags would, each in an order
    # of its own, wait for each other.
    ordered = sorted(set(names), key=lambda name: (slug_of_term(name, "tag"), name.lower()))
    tags = {name: find_tag(name) or _make(name) for name in ordered}
    return list({tags[name].pk: tags[name] for name in names}.values())


def find_tag(name: str) -> Tag | None:
    """Return the tag of this name or, if there is none, of this slug."""
    # SQLite folds ASCII only: a name in other letters is found by its slug and compared here.
    near = Q(slug__in={name.lower(), hyphenated(name)}) | Q(folded=name.lower())
    found = list(Tag.objects.alias(folded=Lower("name")).filter(near).order_by("pk"))
    # The name goes first: "C" is not "C++", whose slug is `c`.
    named = (tag for tag in found if tag.name.casefold() == name.casefold())
    return next(named, None) or next((tag for tag in found if tag.slug == name.lower()), None)


def _make(name: str) -> Tag:
    """Make the tag; one of the same name that was made at the same moment is taken instead."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return Tag.objects.create(name=name, slug=free_slug_of_term(Tag, name))
        except IntegrityError:
            if tag := find_tag(name):
                return tag
    raise BadValue("tag_not_made", f"The tag {name!r} could not be made.", "tags")


def set_tags(post: Post, names: Iterable[str]) -> None:
    """Make the post carry exactly these tags."""
    wanted = {tag.pk for tag in find_or_make_tags(names)}
    present = set(post.post_tags.values_list("tag", flat=True))
    post.post_tags.filter(tag__in=present - wanted).delete()
    PostTag.objects.bulk_create(
        [PostTag(post=post, tag_id=pk) for pk in sorted(wanted - present)], ignore_conflicts=True
    )
    post._prefetched_objects_cache = {}  # type: ignore[attr-defined]


@transaction.atomic
def save_tag(*, tag: Tag, fields: Mapping[str, Any], expected: Container[str] | None = None) -> Tag:
    """Make or change a tag; a new one without a slug gets it from its name.

    Raises Stale, Tag.DoesNotExist, and IntegrityError where somebody was faster.
    """
    if tag.pk:
        tag = locked(Tag.objects.all(), tag.pk, expected)
    for name, value in fields.items():
        setattr(tag, name, value)
    tag.slug = tag.slug or free_slug_of_term(Tag, tag.name)
    tag.save(force_update=bool(tag.pk))
    return tag


@transaction.atomic
def delete_tag(*, tag: Tag, expected: Container[str] | None = None) -> None:
    """Delete a tag; its posts carry it no more. Raises Stale and Tag.DoesNotExist."""
    locked(Tag.objects.all(), tag.pk, expected).delete()


@transaction.atomic
def merge_tags(*, tag: Tag, into: Tag) -> Tag:
    """Give the posts of one tag another one, and delete the first.

    Raises BadValue where both are the same, and Tag.DoesNotExist where one is gone.
    """
    if tag.pk == into.pk:
        raise BadValue("same_tag", "A tag cannot be merged into itself.", "into")
    # In one order, so that two merges cannot wait for each other.
    for pk in sorted((tag.pk, into.pk)):
        locked(Tag.objects.all(), pk)
    carried = PostTag.objects.filter(tag=into).values("post")
    PostTag.objects.filter(tag=tag).exclude(post__in=carried).update(tag=into)
    Tag.objects.filter(pk=tag.pk).delete()
    return into
