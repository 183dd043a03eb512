"""Makes the rows of posts and of all that hangs on them, in the order of the columns below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from blog.generator.choosing import chance, early_of
from blog.generator.plan import SCHEDULED_AFTER, Plan
from blog.generator.pool import Pool
from blog.generator.sketches import Sketch, sketch
from blog.generator.stored import stored
from blog.generator.threads import thread
from blog.markup.plain import WORDS_A_MINUTE
from blog.search.backends import Document

POST = (
    *("id", "title", "slug", "content", "content_html", "toc", "excerpt", "excerpt_is_generated"),
    *("reading_minutes", "status", "published_at", "created_at", "updated_at", "featured"),
    *("author_id", "category_id", "like_count", "comment_count"),
)
TIE = ("post_id", "tag_id")
LIKE = ("post_id", "person_id", "created_at")
DRAFTED = timedelta(days=3)  # at most, before it came out

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The ids of what posts belong to. The first are chosen most."""

    people: list[int]
    categories: list[int]
    tags: list[int]


@dataclass(slots=True)
class Batch:
    """The posts of these numbers with these ids; what hangs on a post comes with its row."""

    numbers: range
    posts: Iterable[int]
    replies: Iterator[int]
    sketches: list[Sketch] = field(default_factory=list)
    ties: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    likes: list[Row] = field(default_factory=list)


class Rows:
    """Makes post after post; `first` is the number in the slug of the first of the run."""

    def __init__(self, seed: int, pool: Pool, plan: Plan, places: Places, first: int) -> None:
        self.pool, self.plan, self.places, self.first = pool, plan, places, first
        # Apart, so that a text depends neither on batches nor on comments.
        self.texts, self.rng, self.talk = (
            chance(seed, concern, first) for concern in ("texts", "rows", "talk")
        )

    def documents(self, batch: Batch) -> Iterator[Document]:
        """Yield what is indexed of each post, and note what it says."""
        for number, pk in zip(batch.numbers, batch.posts, strict=True):
            made = sketch(self.texts, self.pool, pk, self.first + number)
            batch.sketches.append(made)
            yield made.document()

    def posts(self, batch: Batch) -> Iterator[Row]:
        """Yield the rows of the posts, and note the others."""
        for number, made in zip(batch.numbers, batch.sketches, strict=True):
            status, written = self.plan.status(number), self.plan.time(number, self.rng)
            likes = self._likes(made.pk, written) if status == "published" else []
            counted = self._comments(batch, number, made.pk, written)
            batch.likes += likes
            batch.ties += [(made.pk, tag) for tag in self._tags()]
            yield (
                *_text(made),
                *self._state(status, written),
                early_of(self.rng, self.places.people),
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

    def _comments(self, batch: Batch, number: int, pk: int, written: datetime) -> int:
        """Note the comments of a post; return how many are counted."""
        ids = [next(batch.replies) for _ in range(self.plan.comments[number])]
        period, people = (written, self.plan.until), self.places.people
        rows, counted = thread(self.talk, pk, ids, period, people, self.pool.comments)
        batch.comments += rows
        return counted

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
