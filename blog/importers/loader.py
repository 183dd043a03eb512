"""Writes the records of any importer in batches; one that fails does not stop the rest."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from itertools import chain

from django.db import DataError, IntegrityError, transaction

from blog.errors import BlogError
from blog.importers.building import post_from
from blog.importers.fitting import fitted, length_of
from blog.importers.naming import give_slugs
from blog.importers.people import People
from blog.importers.records import Byline, Fault, Item, NotAPost, Record
from blog.importers.report import Report
from blog.importers.taxonomy import Categories, Tags
from blog.models import FormerSlug, ImportedPost, Post, PostTag

BATCH_POSTS = 100
BATCH_CHARACTERS = 4_000_000  # so that a hundred huge posts do not stand in memory at once
NOBODY = Byline("Unknown author")
# What a single record can provoke; that the database is gone or locked concerns them all.
RECORD_ERRORS = (IntegrityError, DataError, ValueError, OverflowError)

Made = tuple[Record, Post]
Progress = Callable[[int], object]


def load(
    records: Iterable[Item], *, dry_run: bool = False, progress: Progress | None = None
) -> Report:
    """Write what is new and return a report; `progress` is told how many items are done.

    A dry run does the same in one transaction and takes it back.
    """
    loader = Loader(Report(dry_run=dry_run))
    with transaction.atomic() if dry_run else nullcontext():
        for batch in _batches(records):
            loader.load(batch)
            if progress is not None:
                progress(len(batch))
        if dry_run:
            transaction.set_rollback(True)
    return loader.report


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.content) if isinstance(item, Record) else 0
        if len(batch) >= BATCH_POSTS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


class Loader:
    """Keeps the names that were looked up from batch to batch."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._forget()

    def _forget(self) -> None:
        """Look every name up again: what a rolled back batch made is gone."""
        self.people, self.tags, self.categories = People(), Tags(), Categories()

    def load(self, items: list[Item]) -> None:
        """Render what is new before the transaction begins: others may write meanwhile."""
        self.report.not_posts += [item for item in items if isinstance(item, NotAPost)]
        self.report.faults += [item for item in items if isinstance(item, Fault)]
        new = self._new([item for item in items if isinstance(item, Record)])
        if made := list(self._made(map(fitted, new))):
            self._try(made)

    def _new(self, records: list[Record]) -> list[Record]:
        """Return the records that no earlier run, and none before in this one, has brought."""
        sources = {record.source: record for record in reversed(records)}
        here = ImportedPost.objects.filter(source__in=sources).values_list("source", flat=True)
        for source in here:
            del sources[source]
        self.report.counts["posts_here"] += len(records) - len(sources)
        return [record for record in records if sources.get(record.source) is record]

    def _made(self, records: Iterable[Record]) -> Iterator[Made]:
        longest = length_of(ImportedPost, "source")
        for record in records:
            try:
                if len(record.source) > longest:
                    raise BlogError("path_too_long", "its path is too long")
                yield record, post_from(record)
            except Exception as error:  # Whatever one text provokes must not cost the others.
                self.report.faults.append(_fault(record, "it cannot be rendered", error))

    def _try(self, made: list[Made]) -> None:
        """Write all or, where that fails, each alone, so that the faulty one can be named."""
        try:
            with transaction.atomic():
                outcome = self._write(made)
        except RECORD_ERRORS as error:
            self._forget()
            if len(made) > 1:
                for one in made:
                    self._try([one])
                return
            outcome = Report(faults=[_fault(made[0][0], "it cannot be stored", error)])
        self.report.merge(outcome)

    def _write(self, made: list[Made]) -> Report:
        outcome = Report()
        self._name(made, outcome)
        former = give_slugs(made, outcome.notes)
        for _, post in made:
            post.pk = None  # A first attempt may have set it, and was rolled back.
        Post.objects.bulk_create([post for _, post in made])
        PostTag.objects.bulk_create(
            PostTag(post=post, tag_id=tag)
            for record, post in made
            for tag in self.tags.pks(record.tags)
        )
        FormerSlug.objects.bulk_create(former)
        ImportedPost.objects.bulk_create(ImportedPost(source=r.source, post=p) for r, p in made)
        _count(made, former, outcome)
        return outcome

    def _name(self, made: list[Made], outcome: Report) -> None:
        """Tie the posts to people and categories, which are made where they are missing."""
        outcome.counts["people"] = self.people.resolve(r.author or NOBODY for r, _ in made)
        outcome.counts["tags"] = self.tags.resolve(chain.from_iterable(r.tags for r, _ in made))
        outcome.counts["categories"] = self.categories.resolve(r.category for r, _ in made)
        for record, post in made:
            post.author_id = self.people.pk(record.author or NOBODY)
            post.category_id = self.categories.pk(record.category)


def _count(made: list[Made], former: list[FormerSlug], outcome: Report) -> None:
    outcome.counts["posts"] = len(made)
    outcome.counts["former_slugs"] = len(former)
    for record, _ in made:
        outcome.notes += record.notes
        outcome.ignored.update(record.ignored)
        outcome.counts.update(f"{field}s_shortened" for field in record.shortened)
        outcome.counts["posts_without_author"] += record.author is None


def _fault(record: Record, what: str, error: Exception) -> Fault:
    message = error.message if isinstance(error, BlogError) else f"{what}: {error}"
    return Fault(record.place, message.partition("\n")[0])
