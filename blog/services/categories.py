"""Categories: a tree that editors keep."""

from collections.abc import Container, Mapping
from typing import Any

from django.db import transaction

from blog.errors import BadValue, BlogError
from blog.models import Category, Post
from blog.services.free_slugs import free_slug_of_term
from blog.triggers import lock_tree
from blog.versions import locked


@transaction.atomic
def save_category(
    *, category: Category, fields: Mapping[str, Any], expected: Container[str] | None = None
) -> Category:
    """Make or change a category; a new one without a slug gets it from its name.

    Raises BadValue for a place below itself, Stale, and Category.DoesNotExist.
    """
    lock_tree()
    if category.pk:
        category = locked(Category.objects.all(), category.pk, expected)
    for name, value in fields.items():
        setattr(category, name, value)
    if category.parent is not None:
        category.parent = _as_it_is_now(category.parent)
    category.slug = category.slug or free_slug_of_term(Category, category.name)
    check_place(category, category.parent)
    category.save(force_update=bool(category.pk))
    return category


def _as_it_is_now(parent: Category) -> Category:
    row = Category.objects.filter(pk=parent.pk).first()
    if row is None:
        raise BadValue("does_not_exist", f"There is no category {parent.slug!r}.", "parent")
    return row


def check_place(category: Category, parent: Category | None) -> None:
    """Say kindly what the trigger of the database would refuse (blog/triggers/)."""
    if parent is not None and category.pk and _is_in(parent, category):
        message = "A category cannot stand below itself, or below one of its own."
        raise BadValue("category_cycle", message, "parent")


def _is_in(place: Category, category: Category) -> bool:
    """Whether a place is the category, or below it; the tree has no cycle (blog/triggers/)."""
    above: Category | None = place
    while above is not None and above.pk != category.pk:
        above = above.parent
    return above is not None


@transaction.atomic
def delete_category(
    *,
    category: Category,
    move_to: Category | None = None,
    expected: Container[str] | None = None,
) -> None:
    """Delete an empty category, or one whose posts and children move to another.

    Raises BlogError that says what is in the way, BadValue for a place that goes with it, Stale,
    and Category.DoesNotExist.
    """
    lock_tree()
    row = locked(Category.objects.all(), category.pk, expected)
    if move_to is not None:
        _empty(row, locked(Category.objects.all(), move_to.pk))
    posts, children = row.posts.count(), row.children.count()
    if posts or children:
        message = (
            f"It holds {posts} post{'s' * (posts != 1)} and {children} "
            f"categor{'y' if children == 1 else 'ies'}. Move them first, or name the category that "
            "takes them: ?move_to=<slug>."
        )
        raise BlogError("category_in_use", message)
    row.delete()


def _empty(category: Category, into: Category) -> None:
    if _is_in(into, category):
        message = "What it holds cannot move into itself, or below it."
        raise BadValue("category_cycle", message, "move_to")
    # In one order, as by who moderates many comments: two that lock posts wait for no circle.
    posts = Post.objects.filter(category=category).order_by("pk")
    locked_posts = list(posts.select_for_update(no_key=True).values_list("pk", flat=True))
    Post.objects.filter(pk__in=locked_posts).update(category=into)
    category.children.update(parent=into)
