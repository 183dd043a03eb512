"""Generates content, a batch after the other, each in a transaction."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from blog.errors import BlogError
from blog.generator.choosing import chance
from blog.generator.making import made_ahead
from blog.generator.people import make_people
from blog.generator.plan import Plan
from blog.generator.pool import Pool
from blog.generator.rows import ENTRY, LIKE, POST, TIE, Batch, Part, Places, Rows
from blog.generator.taxonomy import make_categories, make_tags
from blog.generator.threads import COMMENT
from blog.generator.writing import (
    WAITING,
    analyse,
    enter_waiting,
    insert,
    insert_rows,
    new_ids,
    tuned,
    waiting_entries,
)
from blog.models import Comment, Like, Person, Post, PostTag
from blog.search.backends import BACKENDS
from blog.search.entries import enter_people
from blog.tallies import sum_up_tallies
from blog.triggers.changes.postgresql import written_together

MOST = 10_000_000
MOST_A_POST = 1_000
BATCH_POSTS = 4_000
BATCH_COMMENTS = 20_000
ENTERED_TOGETHER = 50  # batches

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

    Where it breaks off, the batches so far are kept, each of them whole: the entries of their
    titles, which wait for others, are entered on the way out. Only where the process is killed are
    those missing; `reindex_search` enters them.
    """
    order.check()
    pool = Pool(order.seed, order.posts)
    first = (Post.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    plan = Plan(chance(order.seed, "plan", first), order.posts, order.comments, order.until)
    places = _places(order, pool, plan)
    rows = Rows(order.seed, pool, plan, places, first, BACKENDS[connection.vendor].row)
    counts = Counter(posts=order.posts, comments=order.comments, people=order.people, likes=0)
    numbers = list(_numbers(plan))
    parts = (_part(plan, some) for some in numbers)
    batches = made_ahead(rows, parts) if len(numbers) > 1 else map(rows.make, parts)
    with tuned():
        with waiting_entries():
            for number, batch in enumerate(batches, 1):
                _write(batch)
                if number % ENTERED_TOGETHER == 0:
                    enter_waiting()
                counts["likes"] += len(batch.likes)
                progress(len(batch.posts))
        enter_people(Person.objects.filter(pk__in=places.people))
        sum_up_tallies()
        analyse()
    return counts


@transaction.atomic
def _places(order: Order, pool: Pool, plan: Plan) -> Places:
    rng, patterns = chance(order.seed, "places"), pool.vocabulary.patterns
    categories = make_categories(rng, patterns["categories"])
    tags = make_tags(rng, patterns["tags"].split())
    return Places(make_people(order.seed, pool, plan, order.people), categories, tags)


def _numbers(plan: Plan) -> Iterator[range]:
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


def _part(plan: Plan, numbers: range) -> Part:
    comments = sum(plan.comments[number] for number in numbers)
    return Part(numbers, new_ids(Post, len(numbers)), new_ids(Comment, comments))


@transaction.atomic
def _write(batch: Batch) -> None:
    posts = [row[0] for row in batch.posts]
    with written_together(posts) if connection.vendor == "postgresql" else nullcontext():
        insert("blog_search", BACKENDS[connection.vendor].columns, batch.documents)
        insert_rows(Post, POST, batch.posts)
        insert_rows(PostTag, TIE, batch.ties)
        insert(WAITING, ENTRY, batch.entries)
        insert_rows(Comment, COMMENT, batch.comments)
        insert_rows(Like, LIKE, batch.likes)
