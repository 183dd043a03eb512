"""The comments of a post, with their places in the threads and the counters."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from blog.generator.choosing import any_of, early_of
from blog.generator.stored import stored
from blog.models.comment import MAX_DEPTH

COMMENT = (
    *("id", "post_id", "parent_id", "root_id", "depth", "author_id", "content", "content_html"),
    *("status", "created_at", "reply_count"),
)
LIVELY = timedelta(days=60)  # after that nobody comments any more


class Place(NamedTuple):
    """Where a comment stands that can be answered."""

    pk: int
    root: int
    depth: int


def thread(
    rng: Random,
    post: int,
    ids: list[int],
    period: tuple[datetime, datetime],
    people: list[int],
    texts: list[tuple[str, str]],
) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows of a post's comments, and how many of them are counted."""
    start, end = period
    step = min(end - start, LIVELY) / (len(ids) + 1)
    rows: list[tuple[Any, ...]] = []
    answerable: list[Place] = []
    replies: Counter[int] = Counter()
    counted = 0
    for number, pk in enumerate(ids):
        parent, status = _parent(rng, answerable), _status(rng)
        depth, root = (parent.depth + 1, parent.root) if parent else (0, None)
        if status == "approved":
            counted += 1
            if parent:
                replies[parent.pk] += 1
            if depth < MAX_DEPTH:
                answerable.append(Place(pk, root or pk, depth))
        author, text = early_of(rng, people), any_of(rng, texts)
        time = stored(start + step * (number + rng.random()))
        parent_pk = parent.pk if parent else None
        rows.append((pk, post, parent_pk, root, depth, author, *text, status, time))
    return [(*row, replies[row[0]]) for row in rows], counted


def _parent(rng: Random, answerable: list[Place]) -> Place | None:
    """Return what a comment answers: nothing, the latest one, or any."""
    chance = rng.random()
    if chance > 0.45 or not answerable:
        return None
    return answerable[-1] if chance < 0.3 else any_of(rng, answerable)


def _status(rng: Random) -> str:
    chance = rng.random()
    if chance < 0.96:
        return "approved"
    return "pending" if chance < 0.99 else "spam" if chance < 0.995 else "rejected"
