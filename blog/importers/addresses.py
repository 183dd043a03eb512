"""What paths and addresses say about a post: its date and its slug."""

import os
import re
from datetime import datetime
from urllib.parse import unquote, urlsplit

from blog.importers.fields import moment, text

DATED = re.compile(r"(?:.*/)?(\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:[-_/ ]+(.*))?", re.ASCII)


def date_and_name(path: str) -> tuple[datetime | None, str]:
    """Return the date that stands in a file's path, and its name without date and ending."""
    bare = re.sub(r"\.(md|markdown)$", "", path, flags=re.IGNORECASE)
    bare = re.sub(r"(.)/index$", r"\1", bare)  # a page bundle: title/index.md
    name = bare.rpartition("/")[2]
    if (found := DATED.fullmatch(bare)) is None:
        return None, name
    try:
        return moment(found[1]), (found[2] or "").rpartition("/")[2] or name
    except ValueError:
        return None, name


def last_segment(address: str) -> str:
    """Return the slug in an address; one with Jekyll's placeholders names none."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    segments = [part for part in path.split("/") if part]
    if segments and re.fullmatch(r"index\.\w+", segments[-1]):
        segments.pop()
    last = re.sub(r"\.(html?|md|markdown|php)$", "", segments[-1]) if segments else ""
    return "" if last.startswith(":") else text(last)


def printable(path: str) -> str:
    """Return a path that can be stored and shown: a file name may hold any byte but two."""
    readable = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in readable)
