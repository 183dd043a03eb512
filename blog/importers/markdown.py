"""Finds the posts in a folder of Markdown files, as Jekyll, Hugo and Zola keep them."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from blog.importers.addresses import printable
from blog.importers.formats import Unreadable
from blog.importers.front_matter import parse
from blog.importers.markdown_post import record_from
from blog.importers.records import Fault, Item, NotAPost, Place, Reader

MAX_BYTES = 2_000_000
ENDINGS = {".md", ".markdown"}
ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]*")  # so `rust-1.0` has none
SECTIONS = {"_index.md", "_index.markdown"}  # Hugo's and Zola's pages about a folder


class MarkdownReader(Reader):
    """Yields the posts of a folder and what is below it, or of one file, in order of path."""

    def __init__(self, path: Path) -> None:
        path = path.resolve()
        self.root = path if path.is_dir() else path.parent
        self.faults: list[Fault] = []
        found = self._files() if path.is_dir() else [path]
        self.paths = sorted(file.relative_to(self.root).as_posix() for file in found)

    def __len__(self) -> int:
        return len(self.paths) + len(self.faults)

    def __iter__(self) -> Iterator[Item]:
        yield from self.faults
        yield from map(self._read, self.paths)

    def _files(self) -> Iterator[Path]:
        """Walk without following links, which may lead out of the folder, and skip hidden files."""
        for parent, folders, files in os.walk(self.root, onerror=self._unlistable):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from (Path(parent, name) for name in files if not name.startswith("."))

    def _unlistable(self, error: OSError) -> None:
        """Name a folder that cannot be listed: os.walk would pass over its posts in silence."""
        path = os.path.relpath(os.fsdecode(error.filename), self.root)
        self.faults.append(Fault(Place(printable(path)), f"cannot be listed: {error.strerror}"))

    def _read(self, path: str) -> Item:
        shown = printable(path)
        try:
            if why := _why_not_a_post(self.root / path):
                return NotAPost(shown, why)
            path.encode()  # A name that is not UTF-8 fits neither the database nor a report.
            return record_from(path, shown, parse(_text(self.root / path)))
        except Unreadable as error:
            return Fault(Place(shown, error.line), error.why)
        except UnicodeEncodeError:
            return Fault(Place(shown), "the file's name is not UTF-8")
        except OSError as error:
            return Fault(Place(shown), f"cannot be read: {error.strerror}")


def _why_not_a_post(file: Path) -> str | None:
    mode = file.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "a link to another file"
    if not stat.S_ISREG(mode) or file.name in SECTIONS:
        return "not a post"
    if file.suffix.lower() in ENDINGS:
        return None
    return None if not ENDING.fullmatch(file.suffix) and _has_front_matter(file) else "not a post"


def _has_front_matter(file: Path) -> bool:
    with file.open("rb") as opened:
        head = opened.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
    return re.match(rb"(---|\+\+\+)\s", head) is not None


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        raw = opened.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"it is over {MAX_BYTES // 1_000_000} MB")
    if b"\0" in raw:
        raise Unreadable("it holds a NUL byte", raw.count(b"\n", 0, raw.index(b"\0")) + 1)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("it is not UTF-8", raw.count(b"\n", 0, error.start) + 1) from error
    if not text.strip():
        raise Unreadable("it is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")
