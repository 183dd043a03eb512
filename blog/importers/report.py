"""What an import did: counts, notes, and what did not come."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from blog.importers.records import Fault, NotAPost, Note

COUNTED = {
    "Posts": {"posts": "new", "posts_here": "already here"},
    "New": {
        "people": "people",
        "tags": "tags",
        "categories": "categories",
        "former_slugs": "former slugs",
    },
    "Shortened": {"excerpts_shortened": "excerpts", "titles_shortened": "titles"},
}


@dataclass(slots=True)
class Report:
    """Grows batch by batch: a batch that is rolled back leaves no trace in it."""

    dry_run: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    not_posts: list[NotAPost] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the input held no post at all, not even a faulty one."""
        return not (self.counts["posts"] or self.counts["posts_here"] or self.faults)

    def merge(self, other: "Report") -> None:
        """Add what one batch brought."""
        self.counts.update(other.counts)
        self.ignored.update(other.ignored)
        self.notes += other.notes
        self.not_posts += other.not_posts
        self.faults += other.faults

    def lines(self) -> Iterator[str]:
        """Yield the report for people, faults last, each as `path:line: why`."""
        if self.dry_run:
            yield "Dry run: nothing was written. An import would bring this:"
        for title, names in COUNTED.items():
            yield f"{title}: " + ", ".join(f"{self.counts[key]} {n}" for key, n in names.items())
        if unsigned := self.counts["posts_without_author"]:
            yield f"Without an author: {unsigned} (the posts are by 'Unknown author')"
        if self.ignored:
            keys = (f"{key} ({number})" for key, number in sorted(self.ignored.items()))
            yield f"Keys without a meaning here, and in how many posts: {', '.join(keys)}"
        yield from _section("Passed over", [f"{item.path}: {item.why}" for item in self.not_posts])
        notes = sorted(self.notes, key=lambda note: note.place)
        yield from _section("Notes", [f"{note.place}: {note.text}" for note in notes])
        yield f"Did not come: {len(self.faults)}"
        faults = sorted(self.faults, key=lambda fault: fault.place)
        yield from (f"{fault.place}: {fault.why}" for fault in faults)


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}: {len(lines)}"
        yield from (f"  {line}" for line in lines)
