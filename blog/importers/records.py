"""What an importer yields: plain values that know neither the file format nor the database."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where something stands in the input, so that a report can be acted upon."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that came, but not exactly as it stood."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that did not come, and why."""

    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class NotAPost:
    """A file that was found beside the posts and is none."""

    path: str
    why: str = "not a post"


@dataclass(frozen=True, slots=True)
class Byline:
    """The author as the input names them; an address only helps to make a new person."""

    name: str
    email: str = ""
    website: str = ""


@dataclass(kw_only=True, slots=True)
class Record:
    """One post. Lengths are the input's: the loader fits them to the database and says so."""

    source: str
    place: Place
    title: str
    slug: str
    content: str
    content_format: str = "markdown"
    author: Byline | None = None
    category: tuple[str, ...] = ()  # names from the root of the tree down
    tags: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    excerpt: str = ""
    status: str = "draft"
    published_at: datetime | None = None
    updated_at: datetime | None = None
    featured: bool = False
    seo_description: str = ""
    seo_canonical_url: str = ""
    notes: list[Note] = field(default_factory=list)
    shortened: tuple[str, ...] = ()  # fields that were too long
    ignored: tuple[str, ...] = ()  # keys of the input that mean nothing here

    def note(self, text: str, line: int | None = None) -> None:
        """Remember what a person should know about how this post came."""
        self.notes.append(Note(Place(self.place.path, line or self.place.line), text))


Item = Record | Fault | NotAPost


class Reader(ABC):
    """Reads one kind of input, item by item, so that memory does not grow with its size."""

    @abstractmethod
    def __init__(self, path: Path) -> None: ...

    @abstractmethod
    def __len__(self) -> int:
        """Return how many items there are, or about how many, for the progress bar."""

    @abstractmethod
    def __iter__(self) -> Iterator[Item]: ...
