"""Makes the rows of posts and of all that hangs on them, in the order of the columns below.

Nothing here asks the database, so that a process of its own can do it (`making`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from blog.generator.choosing import chance, early_of
from blog.generator.plan import SCHEDULED_AFTER, Plan
from blog.generator.pool import Pool
from blog.generator.sketches import Sketch, sketch
from blog.generator.stored import stored
from blog.generator.threads import thread
from blog.markup.plain import WORDS_A_MINUTE
from blog.search.backends import Document
from blog.search.entries import turned

POST = (
    *("id", "title", "slug", "content", "content_html", "toc", "excerpt", "excerpt_is_generated"),
    *("reading_minutes", "status", "published_at", "created_at", "updated_at", "featured"),
    *("author_id", "category_id", "like_count", "comment_count"),
)
TIE = ("post_id", "tag_id", "published_at")
ENTRY = ("text", "published_at", "post_id")
LIKE = ("post_id", "person_id", "created_at")
DRAFTED = timedelta(days=3)  # at most, before it came out

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The ids of what posts belong to. The first are chosen most."""

    people: list[int]
    categories: list[int]
    tags: list[int]


@dataclass(frozen=True, slots=True)
class Part:
    """Which posts of a run to make: their numbers, their ids, and those of their comments."""

    numbers: range
    posts: Sequence[int]
    comments: Sequence[int]


@dataclass(slots=True)
class Batch:
    """The rows of some posts, for each table."""

    documents: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)
    ties: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    likes: list[Row] = field(default_factory=list)


class Rows:
    """Makes post after post; `first` is the number in the slug of the first of the run.

    `indexed` makes the row of the full-text index, which each database has in its own form.
    """

    def __init__(
        self,
        seed: int,
        pool: Pool,
        plan: Plan,
        places: Places,
        first: int,
        indexed: Callable[[Document], Row],
    ) -> None:
        self.pool, self.plan, self.places, self.first = pool, plan, places, first
        self.indexed = indexed
        # Apart, so that a text depends neither on batches nor on comments.
        self.texts, self.rng, self.talk = (
            chance(seed, concern, first) for concern in ("texts", "rows", "talk")
        )

    def make(self, part: Part) -> Batch:
        """Return the rows of the next posts of the run."""
        batch, replies = Batch(), iter(part.comments)
        for number, pk in zip(part.numbers, part.posts, strict=True):
            made = sketch(self.texts, self.pool, pk, self.first + number)
            batch.documents.append(self.indexed(made.document()))
            batch.posts.append(self._post(batch, number, made, replies))
        return batch

    def _post(self, batch: Batch, number: int, made: Sketch, replies: Iterator[int]) -> Row:
        """Return the row of a post, and add what hangs on it."""
        status, written = self.plan.status(number), self.plan.time(number, self.rng)
        likes = self._likes(made.pk, written) if status == "published" else []
        ids = list(islice(replies, self.plan.comments[number]))
        period, people = (written, self.plan.until), self.places.people
        comments, counted = thread(self.talk, made.pk, ids, period, people, self.pool.comments)
        text, state = _text(made), self._state(status, written)
        published = state[1]
        batch.comments += comments
        batch.likes += likes
        batch.ties += [(made.pk, tag, published) for tag in self._tags()]
        if published:
            batch.entries += [(turn, published, made.pk) for turn in turned(text[1])]
        return (
            *text,
            *state,
            early_of(self.rng, people),
            early_of(self.rng, self.places.categories) if self.rng.random() < 0.97 else None,
            len(likes),
            counted,
        )

    def _state(self, status: str, written: datetime) -> Row:
        """Return the columns from status to featured; most posts were never changed."""
        rng = self.rng
        published = written + SCHEDULED_AFTER if status == "scheduled" else written
        later = self.plan.until - written if rng.random() < 0.2 else timedelta()
        return (
            "draft" if status == "draft" else "published",
            None if status == "draft" else stored(published),
            stored(written - DRAFTED * rng.random()),
            stored(written + later * rng.random()),
            rng.random() < 0.005,
        )

    def _tags(self) -> Iterable[int]:
        number = 1 + int(5 * self.rng.random() ** 2)
        return dict.fromkeys([early_of(self.rng, self.places.tags) for _ in range(number)])

    def _likes(self, pk: int, written: datetime) -> list[Row]:
        """Return the likes of a post: mostly none, rarely many, one a person."""
        rng, people = self.rng, self.places.people
        if rng.random() > 0.15:
            return []
        number = min(int(1 / (rng.random() + 0.02)), len(people))
        first, time = int(rng.random() * len(people)), stored(written)
        return [(pk, people[(first + step) % len(people)], time) for step in range(number)]


def _text(made: Sketch) -> Row:
    """Return the columns from id to reading_minutes."""
    title, blocks = made.title, made.blocks
    return (
        made.pk,
        " ".join([part.text for part in title]),
        "-".join([*(part.slug for part in title), str(made.number)]),
        "\n\n".join([block.source for block in blocks]),
        "".join([block.html for block in blocks]),
        f"[{', '.join([block.toc for block in blocks if block.toc])}]",
        made.excerpt.text if made.excerpt else blocks[0].excerpt,
        made.excerpt is None,
        max(1, round(sum([block.words for block in blocks]) / WORDS_A_MINUTE)),
    )
