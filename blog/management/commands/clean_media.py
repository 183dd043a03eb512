"""`manage.py clean_media`: removes the files of uploads that never came to an end."""

import sys
from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from blog.services.media import clean_orphans


class Command(BaseCommand):
    help = "Remove stored image files that no image names. Run it once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than",
            type=int,
            default=24,
            metavar="HOURS",
            help="leave younger files alone (default: 24; at least 1, for uploads that go on)",
        )

    def handle(self, *args: object, older_than: int, **options: object) -> None:
        if older_than < 1:
            raise CommandError("--older-than takes at least 1 hour: an upload may be going on.")
        try:
            removed = self.clean(timedelta(hours=older_than))
        except OSError as error:
            raise CommandError(f"The storage failed: {error}. Run it again.") from error
        self.stdout.write(f"{removed} {'file' if removed == 1 else 'files'} removed.")

    def clean(self, older_than: timedelta) -> int:
        """Clean behind a progress bar, which only a terminal gets."""
        quiet = not sys.stderr.isatty()
        with tqdm(unit="file", disable=quiet, file=sys.stderr) as bar:
            return clean_orphans(older_than=older_than, progress=bar.update)
