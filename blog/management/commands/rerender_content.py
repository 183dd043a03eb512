"""`manage.py rerender_content`: renders everything anew, after a change of the rules."""

import sys
from collections.abc import Iterable

from django.core.management.base import BaseCommand
from django.db.models import Model, QuerySet
from tqdm import tqdm

from blog.models import Comment, Post
from blog.models.post import DERIVED

BATCH = 200
COMMENT = ("content_html",)


class Command(BaseCommand):
    help = "Render posts and comments anew from their sources; nothing else of them changes."

    def handle(self, *args: object, **options: object) -> None:
        for rows, fields in ((Post.objects.all(), DERIVED), (Comment.objects.all(), COMMENT)):
            changed = rerender(rows, fields)
            self.stdout.write(f"{rows.model._meta.verbose_name_plural}: {changed} changed")


def rerender(rows: QuerySet, fields: Iterable[str]) -> int:
    """Render the rows in batches, write those that came out otherwise, return how many did."""
    changed: list[Model] = []
    number = 0
    quiet = not sys.stderr.isatty()
    for row in tqdm(rows.order_by("pk").iterator(BATCH), total=rows.count(), disable=quiet):
        before = [getattr(row, field) for field in fields]
        row.render()
        if before != [getattr(row, field) for field in fields]:
            changed.append(row)
            number += 1
        if len(changed) >= BATCH:
            rows.bulk_update(changed, fields)
            changed = []
    rows.bulk_update(changed, fields)
    return number
