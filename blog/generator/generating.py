"""Generates content, a batch after the other, each in a transaction."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from blog.errors import BlogError
from blog.generator.choosing import chance
from blog.generator.people import make_people
from blog.generator.plan import Plan
from blog.generator.pool import Pool
from blog.generator.rows import LIKE, POST, TIE, Batch, Places, Rows
from blog.generator.taxonomy import make_categories, make_tags
from blog.generator.threads import COMMENT
from blog.generator.writing import (
    analyse,
    insert,
    insert_documents,
    new_ids,
    room_for_pages,
)
from blog.models import Comment, Like, Post, PostTag

MOST = 10_000_000
MOST_A_POST = 1_000
BATCH_POSTS = 4_000
BATCH_COMMENTS = 20_000

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be generated."""

    posts: int
    comments: int
    people: int
    seed: int
    until: datetime

    def check(self) -> None:
        """Refuse what cannot be; raises BlogError."""
        for name in ("posts", "comments", "people"):
            if not 0 <= getattr(self, name) <= MOST:
                raise BlogError("bad_number", f"--{name} takes a number from 0 to {MOST:,}.")
        if self.posts and not self.people:
            raise BlogError("no_people", "Somebody has to write the posts: --people is 0.")
        if self.comments > self.posts * MOST_A_POST:
            message = (
                f"{self.comments:,} comments are too many for {self.posts:,} posts:"
                f" {MOST_A_POST:,} a post at most."
            )
            raise BlogError("too_many_comments", message)


def generate(order: Order, progress: Progress = lambda posts: None) -> Counter[str]:
    """Add the content; return how much of it. `progress` is told of the posts of each batch.

    Where it breaks off, the batches so far are kept, each of them whole.
    """
    order.check()
    pool = Pool(order.seed, order.posts)
    first = (Post.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    plan = Plan(chance(order.seed, "plan", first), order.posts, order.comments, order.until)
    rows = Rows(order.seed, pool, plan, _places(order, pool, plan), first)
    counts = Counter(posts=order.posts, comments=order.comments, people=order.people, likes=0)
    with room_for_pages():
        for numbers in _batches(plan):
            counts["likes"] += _write(rows, numbers, sum(plan.comments[n] for n in numbers))
            progress(len(numbers))
        analyse()
    return counts


@transaction.atomic
def _places(order: Order, pool: Pool, plan: Plan) -> Places:
    rng, patterns = chance(order.seed, "places"), pool.vocabulary.patterns
    categories = make_categories(rng, patterns["categories"])
    tags = make_tags(rng, patterns["tags"].split())
    return Places(make_people(order.seed, pool, plan, order.people), categories, tags)


def _batches(plan: Plan) -> Iterator[range]:
    """Yield the numbers of posts that are written together: some thousands of rows."""
    first = comments = 0
    for number, more in enumerate(plan.comments):
        is_full = number - first >= BATCH_POSTS or comments + more > BATCH_COMMENTS
        if is_full and number > first:
            yield range(first, number)
            first, comments = number, 0
        comments += more
    if first < plan.posts:
        yield range(first, plan.posts)


@transaction.atomic
def _write(rows: Rows, numbers: range, comments: int) -> int:
    """Write some posts with all that hangs on them; return how many likes.

    The documents go first, and rows are made on the way: PostgreSQL works on one while Python makes
    the next.
    """
    batch = Batch(numbers, new_ids(Post, len(numbers)), iter(new_ids(Comment, comments)))
    insert_documents(rows.documents(batch))
    insert(Post, POST, rows.posts(batch))
    insert(PostTag, TIE, batch.ties)
    insert(Comment, COMMENT, batch.comments)
    insert(Like, LIKE, batch.likes)
    return len(batch.likes)
