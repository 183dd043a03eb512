"""What each post of a run gets: when it appears, whether at all, and how many comments."""

from array import array
from datetime import datetime, timedelta
from random import Random

PERIOD = timedelta(days=3653)  # ten years of posts
# Every hundredth is a draft. Every five hundredth of the first is scheduled, so late that it stays
# so: a hundred at most, as nobody has written a year of posts ahead.
DRAFT, SCHEDULED, MOST_SCHEDULED = 50, 230, 100
SCHEDULED_AFTER = timedelta(days=36_500)
# Two primes: one of them has no factor in common with any number of posts that we take.
STRIDES = (7_919, 1_000_003)


class Plan:
    """The posts of a run, by number from 0 on."""

    def __init__(self, rng: Random, posts: int, comments: int, until: datetime) -> None:
        self.posts, self.until = posts, until
        self.start = until - PERIOD
        self.comments = self._spread(rng, comments)

    def status(self, number: int) -> str:
        """Return `draft`, `scheduled` or `published`."""
        if number % 100 == DRAFT:
            return "draft"
        is_scheduled = number % 500 == SCHEDULED and number < 500 * MOST_SCHEDULED
        return "scheduled" if is_scheduled else "published"

    def time(self, number: int, rng: Random) -> datetime:
        """Return when a post was written: in order, and ever denser."""
        part = ((number + rng.random()) / self.posts) ** 0.5
        return (self.start + PERIOD * part).replace(microsecond=0)

    def _spread(self, rng: Random, comments: int) -> "array[int]":
        """Return the number of comments of each post: many have few, few have many."""
        counts = array("L", bytes(self.posts * array("L").itemsize))
        stride = next(s for s in STRIDES if self.posts % s) if self.posts else 1
        for _ in range(comments):
            number = int(self.posts * rng.random() ** 2) * stride % self.posts
            counts[number - (self.status(number) != "published")] += 1
        return counts
