"""Splits a post into front matter (YAML or TOML) and body."""

import re
from dataclasses import dataclass, field
from typing import Any

from blog.importers.formats import Unreadable, read_toml, read_yaml

MAX_CHARACTERS = 32_000
OPENING = re.compile(r"(?:[ \t]*\n)*(---|\+\+\+)[ \t]*(?:\n|\Z)")
CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
UNOPENED = re.compile(r"(?:[ \t]*\n)*[A-Za-z][\w-]*[ \t]*:(?:[ \t]|\n)")


@dataclass(slots=True)
class Document:
    """A post's front matter and what follows it."""

    values: dict[str, Any]
    body: str
    head: str = ""
    head_line: int = 1
    body_line: int = 1
    notes: list[str] = field(default_factory=list)

    def line_of(self, key: str) -> int:
        """Return the line on which a key stands, for the report."""
        found = re.search(
            rf"^[ \t]*['\"]?{re.escape(key)}['\"]?[ \t]*[:=]",
            self.head,
            re.MULTILINE | re.IGNORECASE,
        )
        return self.head_line + (self.head.count("\n", 0, found.start()) if found else 0)


def parse(text: str) -> Document:
    """Split and read a file; a file without front matter is all body."""
    if opening := OPENING.match(text):
        return _opened(text, opening)
    return _unopened(text) or Document({}, text)


def _opened(text: str, opening: re.Match[str]) -> Document:
    fence = opening[1]
    line = text.count("\n", 0, opening.start(1)) + 1
    closing = CLOSING[fence].search(text, opening.end())
    if closing is None:
        raise Unreadable(f"the front matter that begins with {fence} has no end", line)
    head = text[opening.end() : closing.start()]
    document = _document(text, head, line + 1, closing.end(), fence)
    if line > 1:
        document.notes.append("an empty line stands before the front matter")
    return document


def _unopened(text: str) -> Document | None:
    """Understand front matter that lacks its first `---`, if it is one beyond doubt.

    `Note: text` above `---` is also a Markdown heading, so only a block with a title counts.
    """
    closing = CLOSING["---"].search(text, 0, MAX_CHARACTERS)
    if closing is None or not UNOPENED.match(text):
        return None
    try:
        document = _document(text, text[: closing.start()], 1, closing.end(), "---")
    except Unreadable:
        return None
    document.notes.append("the front matter has no opening ---")
    return document if "title" in document.values else None


def _document(text: str, head: str, head_line: int, end: int, fence: str) -> Document:
    if len(head) > MAX_CHARACTERS:
        raise Unreadable(f"the front matter is over {MAX_CHARACTERS:,} characters", head_line)
    try:
        values = read_toml(head) if fence == "+++" else read_yaml(head)
    except Unreadable as error:
        error.line += head_line - 1
        raise
    body_line = text.count("\n", 0, end) + 1
    return Document(values, text[end:], head, head_line, body_line)
