"""Ids for headings and for what links inside a text lead to.

All of them start with `h-`. Nothing of the page around the content does, and no property of
`document` or `window` either, so an id in a post can stand in for nothing else (DOM clobbering).
"""

import re
from collections.abc import Iterable
from html import escape, unescape
from urllib.parse import unquote

from blog.slugs import hyphenated

PREFIX = "h-"
LONGEST = 80
SOUND = re.compile(r"[\w.:-]{1,100}")


class Anchors:
    """Gives ids, each once, and knows where the text's own links to `#name` lead."""

    def __init__(self, links: Iterable[re.Match[str] | None]) -> None:
        self.linked = {_plain(found[1]) for found in links if found}
        self.given: dict[str, int] = {}  # id → how many were asked for by this name
        self.names: dict[str, str] = {}  # what the text calls it → id
        self.letters: dict[str, str] = {}  # the letters of a heading → id

    def name(self, own: str | None, title: str | None) -> str:
        """Return the id for a heading, or for an element whose own id is needed; else ""."""
        own = (own or "").strip()
        if title is None and (own not in self.linked or own in self.names):
            return ""
        wanted = own if SOUND.fullmatch(own) else hyphenated(own or title or "", LONGEST)
        wanted = wanted or "section"
        new = self._unused(wanted if wanted.startswith(PREFIX) else f"{PREFIX}{wanted}")
        self.names.setdefault(own or new, new)
        self.names.setdefault(new, new)
        self.letters.setdefault(_letters(title or ""), new)
        return new

    def find(self, fragment: str) -> str:
        """Return what `#fragment` must become; itself where it leads out of the text.

        Where another program made the id from a heading's words, only the letters count:
        "#whats-new-in-10" and "#what-s-new-in-1-0" both lead to "What's new in 1.0?".
        """
        plain = _plain(fragment)
        found = self.names.get(plain) or self.names.get(f"{PREFIX}{plain}")
        found = found or self.letters.get(_letters(plain) or " ")
        return escape(found) if found else fragment

    def _unused(self, base: str) -> str:
        """Return the name itself, or one with a number; linear for any number of the same."""
        new = base
        while new in self.given:
            self.given[base] += 1
            new = f"{base}-{self.given[base]}"
        self.given[new] = 1
        return new


def _plain(fragment: str) -> str:
    return unquote(unescape(fragment)).strip()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
