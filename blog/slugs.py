"""Makes the part of an address that names a post: from any script, and never ambiguous."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

from django.core.exceptions import ValidationError

MAX_LENGTH = 200
TERM_LENGTH = 90  # of the 100 that categories and tags have
# Words that stand where a slug could, now or in a coming route. The database refuses them too, so
# a change here needs a migration.
ROUTES = """
    archive author category comments create delete edit feed like page posts preview preview-links
    related revisions search suggest tag user
"""
RESERVED = frozenset(ROUTES.split())
# Left out without a gap: apostrophes, soft hyphens, marks that join or order what stands around
# them, and the points of Arabic and Hebrew, which people do not type.
IGNORED = re.compile(
    "['’ʼ`\u00ad\u200b\u200d\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f\u0591-\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)


def hyphenated(text: str, limit: int = MAX_LENGTH) -> str:
    """Return the words of a text in lower case with hyphens between them; may be empty."""
    short = text[: limit * 4]  # No need to look at a whole book for a few words.
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", short).lower())
    words = "".join(map(_letter_or_gap, IGNORED.sub("", lower.replace("i\u0307", "i")))).split()
    return _shortened("-".join(w.strip("_") for w in words if any(map(str.isalnum, w))), limit)


def slug_from(text: str, fallback: str = "post") -> str:
    """Return a slug for a title; `fallback` where it has no letters, and before bare numbers.

    All digits would be read as an id, and a reserved word as a route.
    """
    slug = hyphenated(text)
    if slug.isdigit() or slug in RESERVED:
        slug = _shortened(f"{fallback}-{slug}", MAX_LENGTH)
    return slug or fallback


def slug_of_term(name: str, fallback: str) -> str:
    """Return the slug of a category or a tag, with room for a suffix."""
    return slug_from(name, fallback=fallback)[:TERM_LENGTH].strip("-") or fallback


def check_slug(value: str) -> None:
    """Refuse what is not written as a slug; Django's validator knows no vowel signs (`हिन्दी`)."""
    if not value or value != hyphenated(value):
        written = hyphenated(value)
        hint = f", such as {written!r}" if written else ""
        raise ValidationError(f"Write it as words in lower case with hyphens{hint}.", "invalid")


def check_unambiguous(value: str) -> None:
    """Refuse the slug of a post that would be read as an id, or as a word of a route."""
    if value.isdigit() or value in RESERVED:
        message = f"An address would read it otherwise; take {slug_from(value)!r}."
        raise ValidationError(message, "ambiguous")


def unique_slug(base: str, taken: Container[str]) -> str:
    """Return the slug, with a number where it is taken; no longer than a slug may be."""
    if base not in taken:
        return base
    for number in count(2):
        suffix = f"-{number}"
        slug = base[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix
        if slug not in taken:
            return slug
    raise AssertionError("unreachable: numbers do not end")


def _letter_or_gap(character: str) -> str:
    """Keep letters, digits and the vowel signs that most Indic scripts write as marks."""
    if character.isalnum() or character == "_" or unicodedata.category(character) in ("Mn", "Mc"):
        return character
    return " "


def _shortened(slug: str, limit: int) -> str:
    """Cut a slug after a whole word, unless that would lose half of it."""
    if len(slug) <= limit:
        return slug
    end = slug.rfind("-", limit // 2, limit + 1)
    return slug[: end if end > 0 else limit].rstrip("-")
