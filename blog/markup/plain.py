"""Plain text: its lines, an excerpt of it, and how long it takes to read."""

import re
import unicodedata
from html import unescape

BREAK = "\x1e"  # between blocks; no text that is rendered can hold it
WORDS_A_MINUTE = 220
CHARACTERS_A_MINUTE = 450  # of the scripts below, which write no spaces
UNSPACED = re.compile(
    "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
LONG_WORD = 30
ELLIPSIS = "…"
JOINS = "\u200c\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)


def lines_of(text: str) -> str:
    """Return escaped text readable: one line a block, single spaces, no empty lines."""
    blocks = (" ".join(block.split()) for block in unescape(text).split(BREAK))
    return "\n".join(block for block in blocks if block)


def reading_minutes(text: str) -> int:
    """Return how many minutes a text takes, at least one."""
    rest, characters = UNSPACED.subn(" ", text)
    minutes = len(rest.split()) / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE
    return max(1, round(minutes))


def excerpt_from(text: str, limit: int = 280) -> str:
    """Return the beginning of a text in whole words, in one line of at most `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    end = _end_of_word(line, limit - len(ELLIPSIS))
    return line[:end].rstrip(" .,;:!?…-–—،؛、。，；：") + ELLIPSIS


def _end_of_word(line: str, limit: int) -> int:
    """Return the last place up to `limit` where the line may be cut.

    Chinese, Japanese and Thai have no spaces to cut at, nor has a long address: where the last
    one is far away, the cut is between two characters, but never inside what is seen as one.
    """
    space = line.rfind(" ", 0, limit + 1)
    if space > 0 and limit - space <= LONG_WORD:
        return space
    end = limit
    while end > limit // 2 and _belongs_to_the_one_before(line, end):
        end -= 1
    return end


def _belongs_to_the_one_before(line: str, at: int) -> bool:
    character = line[at]
    return (
        unicodedata.category(character)[0] == "M"
        or ord(character) in SKIN_TONES
        or character in JOINS
        or line[at - 1] in JOINS
    )
