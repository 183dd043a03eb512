"""Finds the words of a text, and makes of each the tokens that are stored and looked up.

A word is folded (case, width, accents) and stemmed for the blog's language. Scripts that put no
spaces between words, and Korean, which glues its particles on, are cut into pairs of characters
instead: every part of such a text of two characters or more is then found as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from blog.search.language import stem

# Where Unicode has combining marks; to look through all of it takes eight times as long.
WITH_MARKS = (range(0x300, 0x20000), range(0xE0100, 0xE01F0))
LONGEST = 64  # characters of a token: beyond are keys and hashes, whose beginning tells them apart


def _ranges(codes: list[int]) -> str:
    """Return the inside of a character class for sorted code points."""
    parts: list[list[int]] = []
    for code in codes:
        if parts and parts[-1][1] == code - 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in parts)


def _marks() -> tuple[str, str]:
    """Return the classes of all combining marks, and of those that are accents or points.

    Folding drops the latter: Latin, Greek and Cyrillic accents, Hebrew and Arabic points. The vowel
    signs of Indic scripts and of Thai are letters in all but name.
    """
    marks, accents = [], []
    for code in chain(*WITH_MARKS):
        if unicodedata.category(chr(code)) in ("Mn", "Mc"):
            marks.append(code)
            kind = unicodedata.combining(chr(code))
            if 10 <= kind <= 35 or kind >= 200:
                accents.append(code)
    return _ranges(marks), _ranges(accents)


MARKS, ACCENTS = _marks()
ACCENT = re.compile(f"[{ACCENTS}]")
LETTER = rf"(?:[^\W_]|[{MARKS}])"
WORD = re.compile(rf"\b[A-Za-z](?:\+\+|#)(?!\w)|[^\W_]{LETTER}*(?:['’ʼ]{LETTER}+)*")
APOSTROPHES = re.compile("['’ʼ]")
# Names that differ from a plain letter by a sign only.
SIGNS = {"+": "plus", "#": "sharp"}
UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+)"
)


class Token(NamedTuple):
    """What is stored for a word, or for a pair of characters.

    `form` is the folded word where its stem is another one: a half-typed word begins forms, not
    stems. `starts` marks a character that stands alone, as a query may hold one: it begins pairs.
    `ends` marks the last character of several, which more may follow in what a query looks for.
    """

    text: str
    form: str | None = None
    starts: bool = False
    ends: bool = False


class Part(NamedTuple):
    """A folded word, or a run of a script that puts no spaces between words."""

    text: str
    is_run: bool


class Word(NamedTuple):
    """A word where it stands in a text."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    for found in WORD.finditer(text):
        yield Word(found.start(), found.end(), tokens_of(found[0]))


def parts(text: str) -> Iterator[Part]:
    """Yield the words of a text as they are spelled: folded, neither stemmed nor cut into pairs."""
    for found in WORD.finditer(text):
        yield from parts_of(found[0])


@lru_cache(maxsize=200_000)
def tokens_of(word: str) -> tuple[Token, ...]:
    """Return the tokens of one word, which may hold several scripts."""
    tokens: list[Token] = []
    for part, is_run in _cut(word):
        tokens += _pairs(without_accents(part)) if is_run else [_stemmed(part)]
    return tuple(tokens)


@lru_cache(maxsize=20_000)
def parts_of(word: str) -> tuple[Part, ...]:
    """Return the parts of one word, which may hold several scripts."""
    return tuple(
        Part(text if is_run else text[:LONGEST], is_run)
        for part, is_run in _cut(word)
        # A single sign may stand for several words.
        for text in without_accents(part).split()
    )


def _cut(word: str) -> Iterator[tuple[str, bool]]:
    """Yield the folded parts of a word, accents kept, each with whether it is a run."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    for sign, name in SIGNS.items():
        folded = folded.replace(sign, name)
    for number, part in enumerate(UNSPACED.split(APOSTROPHES.sub("", folded))):
        if part:
            yield part, bool(number % 2)


def _pairs(run: str) -> Iterator[Token]:
    """Yield each two neighbours, and the last character alone."""
    for at in range(len(run) - 1):
        yield Token(run[at : at + 2])
    yield Token(run[-1], starts=len(run) == 1, ends=len(run) > 1)


def _stemmed(word: str) -> Token:
    # Stemmers know endings with their accents; readers type them without.
    base = without_accents(stem(word))[:LONGEST]
    form = without_accents(word)[:LONGEST]
    return Token(base, form if form != base else None)


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", ACCENT.sub("", decomposed))
