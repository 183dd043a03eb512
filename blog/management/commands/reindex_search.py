"""`manage.py reindex_search`: builds anew what searches and suggestions read."""

import sys

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from tqdm import tqdm

from blog.models import Post
from blog.search.entries import rebuild_entries
from blog.search.index import rebuild


class Command(BaseCommand):
    help = "Build the full-text index anew: after a change of LANGUAGE_CODE, or to be sure."

    def handle(self, *args: object, **options: object) -> None:
        posts = Post.objects.all()
        total, quiet = posts.count(), not sys.stderr.isatty()
        try:
            bar = tqdm(total=total, unit="post", disable=quiet, file=sys.stderr)
            with bar, transaction.atomic():
                rebuild(posts, progress=bar.update)
                rebuild_entries(apps)
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(f"The index is as it was; the database failed: {reason}") from error
        self.stdout.write(f"{total} post{'s' * (total != 1)} indexed.")
