"""`manage.py import_content`: brings posts from elsewhere, and reports what came and what not."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, reset_queries
from tqdm import tqdm

from blog.importers import READERS
from blog.importers.loader import load
from blog.importers.records import Reader
from blog.importers.report import Report


class Command(BaseCommand):
    help = "Import posts. What an earlier run has brought is not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(READERS), help="what kind of content it is")
        parser.add_argument("path", type=Path, metavar="PATH", help="the file or folder to read")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")

    def handle(
        self, *args: object, source: str, path: Path, dry_run: bool, **options: object
    ) -> None:
        if not path.exists():
            raise CommandError(f"There is no file or folder {str(path)!r}.")
        report = self.load(READERS[source](path), dry_run)
        for line in report.lines():
            self.stdout.write(line)
        if report.is_empty:
            raise CommandError(f"No post was found in {str(path)!r}.")
        if report.faults:
            raise CommandError(f"Not everything came: {len(report.faults)} did not.")

    def load(self, reader: Reader, dry_run: bool) -> Report:
        """Load behind a progress bar, which only a terminal gets."""
        quiet = not sys.stderr.isatty()

        def step(items: int) -> None:
            bar.update(items)
            reset_queries()  # With DEBUG, Django would keep every statement, texts included.

        try:
            with tqdm(total=len(reader), unit="post", disable=quiet, file=sys.stderr) as bar:
                return load(reader, dry_run=dry_run, progress=step)
        except OperationalError as error:
            kept = "Nothing was written." if dry_run else "What came so far is kept: run it again."
            raise CommandError(f"The database failed: {str(error).strip()}. {kept}") from error
