"""Web addresses in running text become links.

markdown-it's own rule looks at the whole paragraph again for each `://`, which is quadratic. This
one looks at no more than an address can hold, and only for http and https: without a scheme,
"main.rs" and "README.md" would be hosts, and in a blog they are files.
"""

import re

from linkify_it import LinkifyIt
from markdown_it.rules_inline import StateInline

LONGEST = 2000
SCHEME = re.compile(r"(?:^|(?<=[^a-z0-9.+-]))https?$", re.IGNORECASE)

links = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})


def bare_address(state: StateInline, silent: bool) -> bool:
    """Make a link of the address whose `://` the parser stands at."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    if (scheme := SCHEME.search(state.pending[-6:])) is None:
        return False
    begin = state.pos - len(scheme[0])
    found = links.match_at_start(state.src[begin : min(begin + LONGEST, state.posMax)])
    if found is None or len(found.raw) >= LONGEST:
        return False
    address = found.raw.rstrip("*_~")  # which may close the emphasis around it
    target = state.md.normalizeLink(address)
    if not state.md.validateLink(target):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        _push_link(state, target, address)
    state.pos = begin + len(address)
    return True


def _push_link(state: StateInline, target: str, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": target}
    state.push("text", "", 0).content = state.md.normalizeLinkText(address)
    state.push("link_close", "a", -1)
