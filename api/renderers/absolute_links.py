"""Makes the relative links of a post's HTML absolute, for text that is read away from its page."""

import re
from html import escape, unescape
from urllib.parse import urljoin

# The input was written by the sanitiser: attributes stand in double quotes, and no tag is broken.
TAG = re.compile(r'<[a-zA-Z](?:[^<>"]|"[^"]*")*>')
ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
LINKS = {"href", "src", "cite"}
SCHEME = re.compile(r"\s*[a-zA-Z][a-zA-Z0-9+.-]*:")


def with_absolute_links(html: str, base: str) -> str:
    """Return the HTML with every link resolved against the page that it stands on.

    `xml:base` would say the same, but many readers ignore it and JSON Feed has no such thing.
    """

    def resolved(attribute: re.Match[str]) -> str:
        name, value = attribute.groups()
        if name.lower() not in LINKS or SCHEME.match(value):
            return attribute[0]
        try:
            return f'{name}="{escape(urljoin(base, unescape(value)))}"'
        except ValueError:  # such as "//[": not a link, so it cannot lead anywhere wrong
            return attribute[0]

    return TAG.sub(lambda tag: ATTRIBUTE.sub(resolved, tag[0]), html)
