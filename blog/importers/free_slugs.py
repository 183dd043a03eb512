"""Gives slugs to a batch of posts, in two statements where none of them is taken."""

from collections.abc import Iterable
from itertools import chain

from django.db import connection
from django.db.models import Q

from blog.importers.records import Note, Record
from blog.models import FormerSlug, Post
from blog.slugs import slug_from, unique_slug

PREFIX = 180  # A suffix never shortens a slug below this.
LAST = "\U0010ffff"  # sorts after every other character


def _in_use(question: Q) -> set[str]:
    found: set[str] = set()
    for model in (Post, FormerSlug):
        found.update(model.objects.filter(question).values_list("slug", flat=True))
    return found


def _with_suffix(base: str) -> Q:
    """Ask for the slug with any suffix, by index: LIKE has none on SQLite, nor order elsewhere."""
    prefix = f"{base}-" if len(base) <= PREFIX else base[:PREFIX]
    if connection.vendor == "sqlite":
        return Q(slug__gte=prefix, slug__lt=prefix + LAST)
    return Q(slug__startswith=prefix)


class FreeSlugs:
    """Gives each slug once, and none that a post has or had."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.taken = _in_use(Q(slug__in=set(wanted)))

    def take(self, base: str) -> str:
        """Return the slug itself or, where it is taken, one with a suffix."""
        if base in self.taken:
            self.taken |= _in_use(_with_suffix(base))
        slug = unique_slug(base, self.taken)
        self.taken.add(slug)
        return slug

    def take_exactly(self, slug: str) -> bool:
        """Take a slug that is of use only without a suffix; return whether it was free."""
        free = slug not in self.taken
        self.taken.add(slug)
        return free


def give_slugs(made: list[tuple[Record, Post]], notes: list[Note]) -> list[FormerSlug]:
    """Give each post its slug, and return the former ones that nothing else uses."""
    bases = [slug_from(record.slug, fallback="post") for record, _ in made]
    aliases = [[slug_from(alias) for alias in record.former_slugs] for record, _ in made]
    free = FreeSlugs(chain(bases, *aliases))
    for (record, post), base in zip(made, bases, strict=True):
        post.slug = free.take(base)
        if post.slug != base:
            notes.append(Note(record.place, f"the slug {base!r} is taken: it is {post.slug!r}"))
    former: list[FormerSlug] = []
    for (record, post), slugs in zip(made, aliases, strict=True):
        for slug in dict.fromkeys(slugs):
            if slug == post.slug:
                continue
            if free.take_exactly(slug):
                former.append(FormerSlug(slug=slug, post=post))
            else:
                text = f"the former slug {slug!r} is taken: it was left out"
                notes.append(Note(record.place, text))
    return former
