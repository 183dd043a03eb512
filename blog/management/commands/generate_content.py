"""`manage.py generate_content`: as much content as a measurement needs."""

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, reset_queries
from django.utils import timezone
from tqdm import tqdm

from blog.errors import BlogError
from blog.generator.generating import Order, generate

UNTIL = "2025-01-01"
EARLIEST = 1950
COMMENTS_A_POST = 5


class Command(BaseCommand):
    help = (
        "Add synthetic posts, comments, likes and people, for measuring. The same seed and numbers"
        " give the same content; a second run adds more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--posts", type=int, default=10_000, metavar="N")
        parser.add_argument("--comments", type=int, metavar="N", help="5 for each post")
        parser.add_argument("--people", type=int, default=50, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--until", default=UNTIL, metavar="DATE", help=f"the end of the ten years ({UNTIL})"
        )

    def handle(
        self,
        *args: object,
        posts: int,
        comments: int | None,
        people: int,
        seed: int,
        until: str,
        **options: object,
    ) -> None:
        comments = posts * COMMENTS_A_POST if comments is None else comments
        order = Order(posts, comments, people, seed, _day(until))
        begun = perf_counter()
        counts = self.generate(order)
        seconds = perf_counter() - begun
        made = ", ".join(f"{number:,} {noun}" for noun, number in counts.items())
        rate = f"{posts / seconds:,.0f} posts a second"
        self.stdout.write(f"Generated {made} in {seconds:.1f} s: {rate}, with their search index.")

    def generate(self, order: Order) -> dict[str, int]:
        """Generate behind a progress bar, which only a terminal gets."""
        quiet = not sys.stderr.isatty()

        def step(posts: int) -> None:
            bar.update(posts)
            reset_queries()  # With DEBUG, Django would keep every statement.

        try:
            with tqdm(total=order.posts, unit="post", disable=quiet, file=sys.stderr) as bar:
                return generate(order, step)
        except BlogError as error:
            raise CommandError(error.message) from None
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(
                f"The batches so far are kept; the database failed: {reason}"
            ) from error


def _day(text: str) -> datetime:
    """Return the beginning of a day that is over, in UTC."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise CommandError(f"--until takes a date like {UNTIL}, not {text!r}.") from None
    if day.year < EARLIEST or day > timezone.now():
        raise CommandError(f"--until takes a date from {EARLIEST} to today, not {text}.")
    return day
