"""Chooses what a post says: its title, its excerpt if it has its own, and its blocks."""

from dataclasses import dataclass
from itertools import chain
from random import Random

from blog.generator.blocks import Block, Piece
from blog.generator.choosing import any_of
from blog.generator.pool import Pool
from blog.search.backends import Document

LONGEST_TITLE = 9  # words


@dataclass(frozen=True, slots=True)
class Sketch:
    """The text of a post, not put together yet; `number` is the one in its slug."""

    pk: int
    number: int
    title: list[Piece]
    excerpt: Piece | None
    blocks: list[Block]

    def document(self) -> Document:
        """Return what `blog.search.index.document_of` finds in the post."""
        own = [self.excerpt] if self.excerpt else []
        parts: list[Piece | Block] = [*self.title, *own, *self.blocks]
        return Document(
            self.pk,
            list(chain.from_iterable([part.tokens for part in self.title])),
            self.excerpt.tokens if self.excerpt else (),
            list(chain.from_iterable([block.tokens for block in self.blocks])),
            dict.fromkeys(chain.from_iterable([part.forms for part in parts])),
        )


def sketch(rng: Random, pool: Pool, pk: int, number: int) -> Sketch:
    """Choose the text of a post."""
    own = any_of(rng, pool.excerpts) if rng.random() < 0.2 else None
    return Sketch(pk, number, _title(rng, pool), own, _blocks(rng, pool, number))


def _title(rng: Random, pool: Pool) -> list[Piece]:
    """Return an opening, a subject (rarely a name), and mostly an ending: 3 to 9 words."""
    is_named = rng.random() < 0.05
    parts = [any_of(rng, pool.openings), any_of(rng, pool.names if is_named else pool.subjects)]
    ending = any_of(rng, pool.endings)
    fits = sum([part.words for part in (*parts, ending)]) <= LONGEST_TITLE
    return [*parts, ending] if is_named or (fits and rng.random() < 0.7) else parts


def _blocks(rng: Random, pool: Pool, number: int) -> list[Block]:
    """Return an introduction, one or two sections, and a note, which is like no other."""
    blocks = [any_of(rng, pool.leads)]
    for heading in rng.sample(pool.headings, 1 + int(rng.random() * 2)):
        blocks += [heading, any_of(rng, pool.paragraphs)]
        kind = rng.random()
        if kind < 0.6:
            more = pool.lists if kind < 0.25 else pool.code if kind < 0.42 else pool.quotes
            blocks += [any_of(rng, more), any_of(rng, pool.paragraphs)]
    name = pool.names[int(len(pool.names) * rng.random() ** 1.5)]
    return [*blocks, any_of(rng, pool.notes).filled(name, _revision(number))]


def _revision(number: int) -> str:
    """Return what looks like the hash of a commit, another for every number."""
    return f"{number * 2_654_435_761 % 2**32:08x}{number % 10}"
