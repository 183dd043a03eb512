"""Reads what people type into a search box; no text is a mistake.

Words are joined by "and". `"several words"` are a phrase, and so is what signs join (`node.js` or
`1.75`). `-word` and `-"a phrase"` exclude. The last word may be half typed. Everything else,
operators of the databases included, is a word or a gap between words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from blog.search.language import has_accents
from blog.search.words import Token, words

PIECE = re.compile(r'(-?)"([^"]*)"?|([^\s"]+)')
GAPS = re.compile(r"[,;/|()\[\]{}<>]+")
SHORTEST_PREFIX = 2  # letters: one begins half of all words


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase: its tokens stand in the text one after the other.

    `begun` says that the last token may be the beginning of one; `half` is the same term read as a
    half-typed one, where that is not the same.
    """

    tokens: tuple[str, ...]
    begun: bool = False
    half: "Term | None" = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: all of the terms, or any, and none of the excluded ones."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    joined_by_or: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to look for; text without a word finds nothing."""
        return bool(self.terms or self.excluded)


@dataclass(slots=True)
class _Reading:
    """The terms in the order of the text, each once."""

    terms: dict[Term, None] = field(default_factory=dict)
    excluded: dict[Term, None] = field(default_factory=dict)


def parse(text: str) -> Query:
    """Return the query that a text means."""
    reading = _Reading()
    pieces = list(_pieces(text))
    for number, (excludes, quoted, piece) in enumerate(pieces):
        tokens = [token for word in words(piece) for token in word.tokens]
        if not tokens:
            continue
        is_last = number == len(pieces) - 1 and not quoted and not excludes
        (reading.excluded if excludes else reading.terms)[_term(tokens, is_last)] = None
    return Query(tuple(reading.terms), tuple(reading.excluded))


def _pieces(text: str) -> Iterator[tuple[bool, bool, str]]:
    """Yield (excludes, is quoted, text) for each word or phrase."""
    for minus, quoted, bare in PIECE.findall(text):
        if not bare:
            yield bool(minus), True, quoted
            continue
        excludes = bare.startswith("-")
        for part in GAPS.split(bare.lstrip("-")):
            if part:
                yield excludes, False, part


def _term(tokens: list[Token], is_last: bool) -> Term:
    """Return the term of some tokens; the last character of several is part of their last pair."""
    if len(tokens) > 1 and tokens[-1].ends:
        tokens = tokens[:-1]
    last, stems = tokens[-1], tuple(token.text for token in tokens)
    typed = last.form or last.text
    if last.starts:
        return Term(stems, begun=True)
    begun = is_last and not last.ends and len(typed) >= SHORTEST_PREFIX
    if typed == last.text:
        return Term(stems, begun=begun)
    # What is typed without its accents has another stem, but is the same form.
    typed_otherwise = begun or (len(stems) == 1 and has_accents())
    return Term(stems, half=Term((*stems[:-1], typed), begun=begun) if typed_otherwise else None)
