"""Makes the rows of posts and of all that hangs on them, in the order of the columns below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from random import Random
from typing import Any

from blog.generator.blocks import Block, Piece
from blog.generator.plan import SCHEDULED_AFTER, Plan
from blog.generator.pool import Pool
from blog.generator.stored import stored
from blog.generator.threads import thread
from blog.markup.plain import WORDS_A_MINUTE
from blog.search.backends import Document

POST = (
    *("id", "title", "slug", "content", "content_html", "toc", "excerpt", "excerpt_is_generated"),
    *("reading_minutes", "status", "published_at", "featured", "like_count", "comment_count"),
    *("created_at", "updated_at", "author_id", "category_id"),
)
TIE = ("post_id", "tag_id")
LIKE = ("post_id", "person_id", "created_at")
LONGEST_TITLE = 9  # words

Row = tuple[Any, ...]


@dataclass(slots=True)
class Batch:
    """Rows that go into the database together."""

    posts: list[Row] = field(default_factory=list)
    ties: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    likes: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Places:
    """The ids of what posts belong to. The first are chosen most."""

    people: list[int]
    categories: list[int]
    tags: list[int]


class Rows:
    """Makes post after post; `first` is the number in the slug of the first of the run."""

    def __init__(self, rng: Random, pool: Pool, plan: Plan, places: Places, first: int) -> None:
        self.rng, self.pool, self.plan, self.places, self.first = rng, pool, plan, places, first

    def fill(
        self, batch: Batch, numbers: Iterable[int], posts: Iterable[int], comments: Iterator[int]
    ) -> Iterator[Document]:
        """Yield the documents of the posts, with these ids, and add their rows on the way."""
        for number, pk in zip(numbers, posts, strict=True):
            yield self._post(batch, number, pk, comments)

    def _post(self, batch: Batch, number: int, pk: int, ids: Iterator[int]) -> Document:
        rng, status, written = self.rng, self.plan.status(number), self.plan.time(number)
        title, blocks = self._title(), self._blocks(self.first + number)
        own = rng.choice(self.pool.excerpts) if rng.random() < 0.2 else None
        likes = self._likes(pk, written) if status == "published" else []
        replies = [next(ids) for _ in range(self.plan.comments[number])]
        comments, counted = thread(
            rng, pk, replies, (written, self.plan.until), self.places.people, self.pool.comments
        )
        batch.posts.append(
            (
                pk,
                " ".join(part.text for part in title),
                "-".join(part.slug for part in title) + f"-{self.first + number}",
                "\n\n".join(block.source for block in blocks),
                "".join(block.html for block in blocks),
                f"[{', '.join(block.toc for block in blocks if block.toc)}]",
                own.text if own else blocks[0].excerpt,
                own is None,
                max(1, round(sum(block.words for block in blocks) / WORDS_A_MINUTE)),
                "draft" if status == "draft" else "published",
                self._publication(status, written),
                rng.random() < 0.005,
                len(likes),
                counted,
                stored(written - timedelta(hours=72) * rng.random()),
                stored(self._changed(written)),
                self._one_of(self.places.people),
                self._one_of(self.places.categories) if rng.random() < 0.97 else None,
            )
        )
        batch.ties += [(pk, tag) for tag in self._tags()]
        batch.comments += comments
        batch.likes += likes
        return _document(pk, title, own, blocks)

    def _title(self) -> list[Piece]:
        """Return an opening, a subject (rarely a name), and mostly an ending: 3 to 9 words."""
        rng, pool = self.rng, self.pool
        is_named = rng.random() < 0.05
        parts = [rng.choice(pool.openings), rng.choice(pool.names if is_named else pool.subjects)]
        ending = rng.choice(pool.endings)
        fits = sum(part.words for part in (*parts, ending)) <= LONGEST_TITLE
        return [*parts, ending] if is_named or (fits and rng.random() < 0.7) else parts

    def _blocks(self, number: int) -> list[Block]:
        """Return an introduction, one to three sections, and a note, which is like no other."""
        rng, pool = self.rng, self.pool
        blocks = [rng.choice(pool.leads)]
        for heading in rng.sample(pool.headings, 1 + int(rng.random() * 2.3)):
            blocks += [heading, rng.choice(pool.paragraphs)]
            kind = rng.random()
            if kind < 0.7:
                more = pool.lists if kind < 0.3 else pool.code if kind < 0.5 else pool.quotes
                blocks += [rng.choice(more), rng.choice(pool.paragraphs)]
        note = rng.choice(pool.notes)
        name = pool.names[int(len(pool.names) * rng.random() ** 1.5)]
        return [*blocks, note.filled(name, _revision(number))]

    def _tags(self) -> Iterable[int]:
        number = 1 + int(self.rng.random() * 5)
        return dict.fromkeys(self._one_of(self.places.tags) for _ in range(number))

    def _likes(self, pk: int, written: datetime) -> list[Row]:
        """Return the likes of a post: mostly none, rarely many, one a person."""
        rng, people = self.rng, self.places.people
        if rng.random() > 0.15:
            return []
        number = min(int(1 / (rng.random() + 0.02)), len(people))
        first, time = int(rng.random() * len(people)), stored(written)
        return [(pk, people[(first + step) % len(people)], time) for step in range(number)]

    def _publication(self, status: str, written: datetime) -> str | None:
        if status == "draft":
            return None
        return stored(written + SCHEDULED_AFTER if status == "scheduled" else written)

    def _changed(self, written: datetime) -> datetime:
        """Return when the post was changed last; most never were."""
        later = self.plan.until - written if self.rng.random() < 0.2 else timedelta()
        return written + later * self.rng.random()

    def _one_of(self, ids: list[int]) -> int:
        return ids[int(len(ids) * self.rng.random() ** 2)]


def _revision(number: int) -> str:
    """Return what looks like the hash of a commit, another for every number."""
    return f"{number * 2_654_435_761 % 2**32:08x}{number % 10}"


def _document(pk: int, title: list[Piece], excerpt: Piece | None, blocks: list[Block]) -> Document:
    """Return what `blog.search.index.document_of` would find in the post."""
    parts = [*title, *([excerpt] if excerpt else []), *blocks]
    return Document(
        pk,
        list(chain.from_iterable(part.tokens for part in title)),
        excerpt.tokens if excerpt else (),
        list(chain.from_iterable(block.tokens for block in blocks)),
        dict.fromkeys(chain.from_iterable(part.forms for part in parts)),
    )
