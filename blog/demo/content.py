"""Reads the demo's files. Their times are relative, so that the demo is fresh on any day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class DemoPost:
    """One file of posts/: its name (which threads and likes use), its front matter, its text."""

    name: str
    head: dict[str, Any]
    content: str


def read_table(name: str) -> Any:
    """Return the content of one of the YAML files."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def read_posts() -> Iterator[DemoPost]:
    """Yield the posts in the order of their files' names."""
    for path in sorted(FOLDER.glob("posts/*.md")):
        _, head, content = path.read_text("utf-8").split("---\n", 2)
        yield DemoPost(path.stem, yaml.safe_load(head), content)


def duration(words: str) -> timedelta:
    """Return what "2 days 3 hours" lasts; a unit that timedelta does not know raises TypeError."""
    parts = words.split()
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return timedelta(**{f"{unit.rstrip('s')}s": float(number) for number, unit in pairs})


def moment(words: str, now: datetime) -> datetime:
    """Return the time that "12 days ago" or "in 7 days" means."""
    if words.startswith("in "):
        return now + duration(words.removeprefix("in "))
    return now - duration(words.removesuffix(" ago"))
