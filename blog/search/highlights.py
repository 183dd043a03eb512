"""Shows where a query was found: escaped text with `<mark>` around the words."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from blog.markup import text_of
from blog.search.query import Query, Term
from blog.search.words import Token, Word, words

if TYPE_CHECKING:
    from blog.models import Post

WIDTH = 240  # characters of a passage, about three lines
# A long text is searched so much at a time, up to the first passage that has something to show.
STRETCH = 20_000
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text that belongs to a term."""

    start: int
    end: int
    term: int


def highlight(query: Query, post: "Post") -> dict[str, str]:
    """Return {title, content} of a post as HTML."""
    return {
        "title": whole(query, post.title),
        "content": passage(query, text_of(post.content_html)),
    }


def whole(query: Query, text: str) -> str:
    """Return all of a text as HTML, with marks."""
    return _marked(text, _spans(query, text), 0, len(text))


def passage(query: Query, text: str) -> str:
    """Return the passage that shows most of the query, or the beginning where nothing stands."""
    line = " ".join(text.split())
    start = 0
    while start < len(line):
        end = _gap(line, start + STRETCH)
        if spans := _spans(query, line[start:end]):
            found = [Span(span.start + start, span.end + start, span.term) for span in spans]
            return _cut(line, found)
        start = end
    return _cut(line, [])


def _gap(line: str, at: int) -> int:
    """Return the first place from `at` on where no word is cut, if one is near."""
    if at >= len(line):
        return len(line)
    space = line.find(" ", at, at + WIDTH)
    return space if space >= 0 else at


def _spans(query: Query, text: str) -> list[Span]:
    """Return the places of the terms, by where they start."""
    places = [place for word in words(text) for place in _places(word)]
    spans = []
    for number, term in enumerate(query.terms):
        for form in (term, term.half) if term.half else (term,):
            spans += [Span(start, end, number) for start, end in _found(form, places)]
    return sorted(spans, key=lambda span: (span.start, span.end))


def _places(word: Word) -> Iterator[tuple[Token, int, int]]:
    """Yield each token with its place; pairs of characters lie one character apart."""
    is_run = len(word.tokens) == word.end - word.start
    for number, token in enumerate(word.tokens):
        if is_run and len(word.tokens) > 1:
            start = word.start + number
            yield token, start, min(start + len(token.text), word.end)
        else:
            yield token, word.start, word.end


def _found(term: Term, places: list[tuple[Token, int, int]]) -> Iterator[tuple[int, int]]:
    size = len(term.tokens)
    for at in range(len(places) - size + 1):
        run = places[at : at + size]
        if all(
            _is(token, wanted, begun=term.begun and number == size - 1)
            for number, ((token, _, _), wanted) in enumerate(zip(run, term.tokens, strict=True))
        ):
            # Signs that join words, and gaps in a phrase, are marked with them.
            yield run[0][1], run[-1][2]


def _is(token: Token, wanted: str, *, begun: bool) -> bool:
    if begun:
        return token.text.startswith(wanted) or (token.form or "").startswith(wanted)
    return wanted in (token.text, token.form)


def _cut(line: str, spans: list[Span]) -> str:
    """Return the passage around the best place, cut between words."""
    start = max(0, _best(spans) - WIDTH // 4) if spans else 0
    if start:
        start = line.find(" ", start, start + WIDTH // 4) + 1 or start
    end = start + WIDTH
    if end < len(line):
        space = line.rfind(" ", start + WIDTH // 2, end)
        end = space if space > 0 else end
    before, after = ELLIPSIS if start else "", ELLIPSIS if end < len(line) else ""
    return f"{before}{_marked(line, spans, start, min(end, len(line)))}{after}"


def _best(spans: list[Span]) -> int:
    """Return where the passage with most terms, and then with most places, starts."""
    best, place = (0, 0), spans[0].start
    last = 0
    for first, span in enumerate(spans):
        while last < len(spans) and spans[last].end <= span.start + WIDTH * 3 // 4:
            last += 1
        inside = spans[first:last]
        value = (len({other.term for other in inside}), len(inside))
        if value > best:
            best, place = value, span.start
    return place


def _marked(text: str, spans: list[Span], start: int, end: int) -> str:
    """Return a part of a text as HTML; places that touch or overlap are one mark."""
    html, at = [], start
    for first, last in _merged(spans):
        first, last = max(first, at), min(last, end)
        if first < last:
            html += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
            at = last
    return "".join([*html, escape(text[at:end])])


def _merged(spans: list[Span]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for span in spans:
        if span.start > end:
            if end > 0:
                yield start, end
            start, end = span.start, span.end
        end = max(end, span.end)
    if end > 0:
        yield start, end
