"""Which elements, attributes and addresses may stay: one policy for posts, one for comments.

Never among them: svg, math, style, script, iframe, object, form controls, `style=`, `on…=`, and
any class but the two kinds that we make ourselves.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from blog.markup.nesting import HEADINGS, names

SCHEMES = {"http", "https", "mailto"}
PLAIN = names("a b bdi bdo blockquote br code del em hr i kbd li ol p pre s strong sub sup ul")
RICH = (PLAIN | HEADINGS) | names(
    """abbr caption cite dd details dfn div dl dt figcaption figure img ins mark q rp rt ruby samp
    section small span summary table tbody td tfoot th thead time tr u var wbr"""
)
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "code": {"class"},
    "ol": {"start", "reversed", "type"},
}
RICH_ATTRIBUTES = ATTRIBUTES | {
    "*": {"dir", "lang", "id", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "details": {"open"},
    "li": {"value"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
NUMBER = re.compile(r"-?[0-9]{1,5}")
PATTERNS = {
    "dir": re.compile("ltr|rtl|auto", re.IGNORECASE),
    "lang": re.compile("[A-Za-z0-9-]{1,35}"),
    "type": re.compile("[1aAiI]"),
    "scope": re.compile("row|col|rowgroup|colgroup"),
    **dict.fromkeys(("width", "height", "start", "value", "colspan", "rowspan"), NUMBER),
}
LANGUAGE = re.compile(r"(?:^|(?<=\s))language-[A-Za-z0-9][A-Za-z0-9+#._-]{0,39}")
ALIGNED = re.compile(r"align-(?:left|center|right)")
NOT_SHOWN = re.compile(r"[\x00-\x20]*mailto:", re.IGNORECASE)


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Return the value to keep, or None; nh3 has judged the name and the scheme."""
    if attribute == "class":
        found = LANGUAGE.search(value) if tag == "code" else ALIGNED.fullmatch(value)
        return found[0] if found else None
    if attribute == "src":  # The schemes are those of links, and a mail address is no image.
        return None if NOT_SHOWN.match(value) else value
    pattern = PATTERNS.get(attribute)
    return value if pattern is None or pattern.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class Policy:
    """The elements that may stay, and what takes out everything else."""

    tags: frozenset[str]
    clean: Callable[[str], str]


def _policy(tags: frozenset[str], attributes: dict[str, set[str]], rel: str) -> Policy:
    # What scrolls inside itself must be reachable by keyboard.
    ours = {"img": {"loading": "lazy"}, "pre": {"tabindex": "0"}, "table": {"tabindex": "0"}}
    cleaner = nh3.Cleaner(
        tags=set(tags),
        attributes=attributes,
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel=rel,
        set_tag_attribute_values={tag: value for tag, value in ours.items() if tag in tags},
    )
    return Policy(tags, cleaner.clean)


# No "noreferrer": the Referrer-Policy of the page decides that for every link alike.
POST = _policy(RICH, RICH_ATTRIBUTES, "noopener")
COMMENT = _policy(PLAIN, ATTRIBUTES, "noopener nofollow ugc")
