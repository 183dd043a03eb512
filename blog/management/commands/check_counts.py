"""`manage.py check_counts`: are the stored counters exact?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from blog.services.counts import repair_counts, wrong_counts
from blog.tallies import rebuild_tallies, wrong_tallies


class Command(BaseCommand):
    help = "Compare the counters of likes, comments, replies and posts with the rows they count."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counters right")

    def handle(self, *args: object, repair: bool, **options: object) -> None:
        wrong: list[object] = [*(repair_counts() if repair else wrong_counts()), *wrong_tallies()]
        if repair:
            rebuild_tallies()
        for count in wrong:
            self.stdout.write(str(count))
        if wrong and not repair:
            raise CommandError(f"{len(wrong)} counters are wrong; --repair sets them right.")
        self.stdout.write(
            f"{len(wrong)} counters repaired." if wrong else "All counters are exact."
        )
