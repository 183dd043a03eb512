"""Gives slugs to a batch of posts, in two statements where none of them is taken."""

from itertools import chain

from blog.importers.records import Note, Record
from blog.models import FormerSlug, Post
from blog.services.free_slugs import FreeSlugs
from blog.slugs import slug_from


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
