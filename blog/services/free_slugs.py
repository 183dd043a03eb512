"""Finds slugs that nothing has or had: for one post or a batch, for a category or a tag."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from blog.models import Category, FormerSlug, Post, Tag
from blog.slugs import slug_of_term, unique_slug

PREFIX = 180  # A suffix never shortens a slug below this.
LAST = "\U0010ffff"  # sorts after every other character


def _in_use(question: Q, besides: Post | None) -> set[str]:
    posts, former = Post.objects.filter(question), FormerSlug.objects.filter(question)
    if besides is not None and besides.pk is not None:
        posts, former = posts.exclude(pk=besides.pk), former.exclude(post=besides)
    return {slug for rows in (posts, former) for slug in rows.values_list("slug", flat=True)}


def _with_suffix(base: str) -> Q:
    """Ask for the slug with any suffix, by index: LIKE has none on SQLite, nor order elsewhere."""
    prefix = f"{base}-" if len(base) <= PREFIX else base[:PREFIX]
    if connection.vendor == "sqlite":
        return Q(slug__gte=prefix, slug__lt=prefix + LAST)
    return Q(slug__startswith=prefix)


def free_slug_of_term(model: type[Category] | type[Tag], name: str) -> str:
    """Return a slug made from the name that no other category, or no other tag, has."""
    base = slug_of_term(name, str(model._meta.model_name))
    similar = model.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    return unique_slug(base, set(similar))


class FreeSlugs:
    """Gives each slug once, and none that a post (besides the one that asks) has or had."""

    def __init__(self, wanted: Iterable[str], besides: Post | None = None) -> None:
        self.besides = besides
        self.taken = _in_use(Q(slug__in=set(wanted)), besides)

    def take(self, base: str) -> str:
        """Return the slug itself or, where it is taken, one with a suffix."""
        if base in self.taken:
            self.taken |= _in_use(_with_suffix(base), self.besides)
        slug = unique_slug(base, self.taken)
        self.taken.add(slug)
        return slug

    def take_exactly(self, slug: str) -> bool:
        """Take a slug that is of use only without a suffix; return whether it was free."""
        free = slug not in self.taken
        self.taken.add(slug)
        return free
