"""Reads sanitised HTML: gives its headings ids, lists them, and takes the plain text out."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from blog.markup.anchors import Anchors
from blog.markup.limits import CONTROLS
from blog.markup.nesting import HEADINGS, INLINE
from blog.markup.plain import BREAK, lines_of

# What the sanitiser writes: names in lower case, values in double quotes with `<` escaped.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' [a-z-]+="[^"]*"')
ID = re.compile(r' id="([^"]*)"')
FRAGMENT = re.compile(r' href="#([^"]+)"')
NO_PROSE = frozenset({"blockquote", "details", "dl", "figure", "ol", "table", "ul"})
LISTED = ("h2", "h3", "h4")
LEAD = 1000  # characters: more than any excerpt needs


@dataclass(slots=True)
class Tag:
    """One tag, and the text up to the next one."""

    closes: bool
    name: str
    attributes: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The HTML as it is stored, and what was read from it."""

    html: str
    toc: list[dict[str, Any]]
    text: str
    lead: str


def outlined(html: str) -> Outline:
    """Return sanitised HTML with its outline."""
    # Entities can still stand for control characters. Replaced, not removed: what they keep
    # apart must not become a word, `java&#1;script:` least of all.
    sound = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", html.replace("\r", "\n"))
    tags = _tags(sound)
    _make_room_for_the_title(tags)
    _keep_first_newlines(tags)
    toc = _anchored(tags)
    return Outline(_written(tags), toc, _text(tags), _lead(tags))


def text_of(html: str) -> str:
    """Return the plain text of HTML that was rendered here, a line a block."""
    return _text(_tags(html))


def _tags(html: str) -> list[Tag]:
    pieces = TAG.split(html)
    tags = [Tag(False, "", "", pieces[0])]
    for at in range(1, len(pieces), 4):
        slash, name, attributes, text = pieces[at : at + 4]
        tags.append(Tag(bool(slash), name, attributes, text))
    return tags


def _make_room_for_the_title(tags: list[Tag]) -> None:
    """Lower all headings by one level where the text has an h1: the page's h1 is the title.

    A text that starts with h2, as most do, is left as it is.
    """
    if any(tag.name == "h1" for tag in tags):
        for tag in tags:
            if tag.name in HEADINGS:
                tag.name = f"h{min(int(tag.name[1]) + 1, 6)}"


def _keep_first_newlines(tags: list[Tag]) -> None:
    """Double the newline that opens a `<pre>`: HTML parsers take one away, each time."""
    for tag in tags:
        if tag.name == "pre" and not tag.closes and tag.text.startswith("\n"):
            tag.text = f"\n{tag.text}"


def _anchored(tags: list[Tag]) -> list[dict[str, Any]]:
    """Set the ids, lead the links to them, and return the table of contents."""
    anchors = Anchors(FRAGMENT.search(tag.attributes) for tag in tags if tag.name == "a")
    titles = _titles(tags)
    toc = []
    for at, tag in enumerate(tags):
        own = ID.search(tag.attributes)
        if at not in titles and own is None:
            continue
        new = anchors.name(own and unescape(own[1]), titles.get(at))
        tag.attributes = ID.sub("", tag.attributes) + (f' id="{new}"' if new else "")
        if tag.name in LISTED and titles.get(at):
            toc.append({"id": new, "level": int(tag.name[1]), "title": titles[at]})
    for tag in tags:
        if tag.name == "a" and (found := FRAGMENT.search(tag.attributes)):
            tag.attributes = tag.attributes.replace(found[0], f' href="#{anchors.find(found[1])}"')
    return toc


def _titles(tags: list[Tag]) -> dict[int, str]:
    """Return the text of each heading, by the place of its opening tag."""
    titles, opened = {}, None
    for at, tag in enumerate(tags):
        if tag.name not in HEADINGS:
            continue
        if tag.closes and opened is not None:
            titles[opened] = lines_of("".join(t.text for t in tags[opened:at]))
        opened = None if tag.closes else at
    return titles


def _written(tags: list[Tag]) -> str:
    first, *rest = tags
    return first.text + "".join(map(_tag_written, rest))


def _tag_written(tag: Tag) -> str:
    """Sort the attributes, or the same text would not always give the same HTML."""
    attributes = "".join(sorted(ATTRIBUTE.findall(tag.attributes))) if tag.attributes else ""
    return f"<{'/' * tag.closes}{tag.name}{attributes}>{tag.text}"


def _gap(tag: Tag) -> str:
    """Return what stands in for a tag in plain text."""
    if tag.name == "br":
        return " "
    return "" if tag.name in INLINE else BREAK


def _text(tags: list[Tag]) -> str:
    return lines_of("".join(f"{_gap(tag)}{tag.text}" for tag in tags))


def _lead(tags: list[Tag]) -> str:
    """Return the first paragraphs; the whole text where it has none."""
    parts: list[str] = []
    length = enclosing = paragraphs = 0
    for tag in tags:
        step = -1 if tag.closes else 1
        enclosing += step if tag.name in NO_PROSE else 0
        if tag.name == "p":
            paragraphs += step
        if paragraphs > 0 and not enclosing:
            parts.append(f"{_gap(tag)}{tag.text}")
            length += len(tag.text)
        if length > LEAD and not paragraphs:
            break
    return lines_of("".join(parts)) or _text(tags)
