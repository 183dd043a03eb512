"""The words that somebody has typed, each with the spellings that may have been meant."""

from collections.abc import Iterator
from typing import NamedTuple

from blog.search.typos import existing
from blog.search.words import Part

SPELLINGS = 12  # of a mistyped word


class Choice(NamedTuple):
    """A typed word: what a word of the text begins with, the likeliest first."""

    spellings: tuple[str, ...]
    is_run: bool

    def places(self) -> Iterator[tuple[bool, str]]:
        """Yield what an entry that has the word begins with (True), or contains (False)."""
        for spelling in self.spellings:
            if self.is_run:
                yield False, spelling
            else:
                yield from ((True, spelling), (False, f" {spelling}"))


def as_typed(words: list[Part]) -> list[Choice]:
    return [Choice((word.text,), word.is_run) for word in words]


def respelled(words: list[Part]) -> list[Choice]:
    """Return the words, each also as it may have been meant; nothing where none was mistyped."""
    meant = existing([word.text for word in words if not word.is_run])
    if not any(meant.values()):
        return []
    return [
        Choice((word.text, *meant.get(word.text, ())[:SPELLINGS]), word.is_run) for word in words
    ]


def longest_first(choices: list[Choice]) -> list[Choice]:
    """Return the words in an order in which the first ones begin the fewest entries."""
    return sorted(choices, key=lambda choice: -len(choice.spellings[0]))
