"""Pieces of text with all that the blog derives from them, so that putting them together is enough.

What is derived from a whole is what is derived from its parts, one after the other, as long as they
are blocks with an empty line between them and no two headings are the same. A test compares.
"""

import json
from dataclasses import dataclass

from blog.markup import excerpt_from, render
from blog.search.words import words
from blog.slugs import hyphenated


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole words, as a part of a title or an excerpt, with the tokens and forms of the index."""

    text: str
    slug: str
    words: int
    tokens: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a list …

    `toc` is its entry in JSON, `words` how many it has, `excerpt` the one of a post that it opens.
    """

    source: str
    html: str
    toc: str
    words: int
    excerpt: str
    tokens: tuple[str, ...]
    forms: tuple[str, ...]


def piece(text: str) -> Piece:
    """Return a text with what is derived from it."""
    return Piece(text, hyphenated(text), len(text.split()), *analysed(text))


def block(source: str) -> Block:
    """Return a block of Markdown with what is derived from it."""
    rendered = render(source, "markdown")
    tokens, forms = analysed(rendered.text)
    return Block(
        source=source,
        html=rendered.html,
        toc=json.dumps(rendered.toc)[1:-1],
        words=len(rendered.text.split()),
        excerpt=excerpt_from(rendered.lead),
        tokens=tokens,
        forms=forms,
    )


def analysed(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tokens of a text, and the forms of its words."""
    tokens = [token for word in words(text) for token in word.tokens]
    forms = dict.fromkeys(token.form for token in tokens if token.form)
    return tuple(token.text for token in tokens), tuple(forms)
