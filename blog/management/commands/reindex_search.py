"""`manage.py reindex_search`: builds the full-text index anew."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from blog.models import Post
from blog.search.index import rebuild


class Command(BaseCommand):
    help = "Build the full-text index anew: after a change of LANGUAGE_CODE, or to be sure."

    def handle(self, *args: object, **options: object) -> None:
        posts = Post.objects.all()
        total, quiet = posts.count(), not sys.stderr.isatty()
        try:
            with tqdm(total=total, unit="post", disable=quiet, file=sys.stderr) as bar:
                rebuild(posts, progress=bar.update)
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(f"The index is as it was; the database failed: {reason}") from error
        self.stdout.write(f"{total} post{'s' * (total != 1)} indexed.")
