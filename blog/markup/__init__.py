"""Turns what people write, Markdown or HTML, into HTML that is safe to show.

Every text goes the same way: `limits` refuses what would cost too much, `markdown` parses it
(HTML skips this), `balance` rewrites it as well-nested tags, nh3 with the rules of `policy` keeps
what is allowed, `outline` adds ids, the table of contents and the plain text. nh3 is the wall;
the steps before it only keep its input small and regular, the step after it adds nothing that a
writer chooses freely.

HTML inside the Markdown of a post is shown as HTML. In a real blog of 566 posts, 28 hold images
with a size, `<details>`, tables, `<sup>`, `<br>`, old anchors or notes in comments, and escaping
them would show readers the tags. Nothing opens by it that was closed: a post may be written in
HTML as well, and goes the same way. Comments (`ugc=True`) get no HTML at all: what looks like a
tag is text. They have no headings, tables and images either: those would break into the page's
outline and layout, or tell a stranger who reads the page.

All functions are pure, and rendering rendered HTML again changes nothing.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from blog.markup.balance import balanced
from blog.markup.limits import MAX_CHARACTERS, MarkupError, checked
from blog.markup.markdown import markdown_to_html
from blog.markup.outline import outlined, text_of
from blog.markup.plain import excerpt_from, reading_minutes
from blog.markup.policy import COMMENT, POST

__all__ = [
    "MAX_CHARACTERS",
    "MarkupError",
    "Rendered",
    "excerpt_from",
    "reading_minutes",
    "render",
    "text_of",
]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is stored of a text.

    `toc` has an entry {id, level, title} for each heading from h2 to h4. `text` is the whole
    content as plain text, a line a block. `lead` is its first prose, without headings, code,
    lists and tables: what an excerpt is best made from. It is never empty where `text` is not.
    """

    html: str
    toc: list[dict[str, Any]]
    text: str
    lead: str


# A write renders what it was given before its transaction starts, to check it, and once more when
# the row is saved: the second time costs nothing, and keeps no lock waiting.
@lru_cache(maxsize=8)
def render(source: str, content_format: str, *, ugc: bool = False) -> Rendered:
    """Render a post, or with `ugc` a comment; raises MarkupError where the text is refused."""
    policy = COMMENT if ugc else POST
    html = checked(source)
    if content_format == "markdown":
        html = markdown_to_html(html, ugc=ugc)
    outline = outlined(policy.clean(balanced(html, policy.tags)))
    return Rendered(outline.html, outline.toc, outline.text, outline.lead)
