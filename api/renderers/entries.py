"""What a feed says, before any format is chosen: the feed itself, and an entry for each post."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from api.links import absolute
from api.renderers.absolute_links import with_absolute_links
from api.renderers.addresses import in_format, list_address
from api.renderers.values import utc

# An empty feed changed at some fixed time: with "now", every answer would be a new feed.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ILLEGAL_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PAGING = ("page", "page_size", "cursor", "format")


def clean(value: object) -> str:
    """Return text without the characters that no XML document may hold, escaped or not."""
    return ILLEGAL_IN_XML.sub("", "" if value is None else str(value))


@dataclass(frozen=True, slots=True)
class Channel:
    """The feed itself."""

    id: str
    title: str
    description: str
    language: str
    html_url: str
    feed_url: str
    next_url: str | None
    previous_url: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a feed."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    author: str
    author_url: str | None
    avatar_url: str | None
    terms: tuple[str, ...]
    image: str | None
    published: datetime | None
    updated: datetime


def said_of_feed(view: Any) -> dict[str, str]:
    """Return the title and the like of the view's feeds; the view may know better than we do."""
    return {
        "title": settings.SITE_NAME,
        "description": settings.SITE_DESCRIPTION,
        "language": settings.LANGUAGE_CODE,
        "html_url": absolute("/"),
        **(view.feed_context() if hasattr(view, "feed_context") else {}),
    }


def channel_from(data: Any, context: Mapping[str, Any], name: str) -> Channel:
    """Return what the feed in this format says of itself."""
    view, request = context["view"], context["request"]
    url = in_format(absolute(request.get_full_path()), name, view)
    said = {"feed_url": url, **said_of_feed(view)}
    pages = data if isinstance(data, Mapping) else {}
    return Channel(
        # The same for every page and format of a list, other than for another filter.
        id=clean(list_address(request, drop=PAGING)),
        next_url=_page(pages.get("next"), name, view),
        previous_url=_page(pages.get("previous"), name, view),
        **{key: clean(value) for key, value in said.items()},
    )


def _page(url: str | None, name: str, view: Any) -> str | None:
    return clean(in_format(url, name, view)) if url else None


def entry_from(post: Mapping[str, Any]) -> Entry:
    """Return the entry of a post of a list."""
    author, category = post["author"] or {}, post["category"]
    terms = [category["name"]] if category else []
    published, updated = utc(post["published_at"]), utc(post["updated_at"])
    return Entry(
        # Written out, not reversed: it must outlive a change of slug and of the routes, or every
        # reader sees every post as a new one.
        id=absolute(f"/blog/posts/{post['id']}/"),
        url=clean(post["html_url"]),
        title=clean(post["title"]),
        summary=clean(post["excerpt"]),
        content=with_absolute_links(clean(post["content_html"]), clean(post["html_url"])),
        author=clean(author.get("display_name") or author.get("username")),
        author_url=clean(author.get("url")) or None,
        avatar_url=clean(author.get("avatar_url")) or None,
        terms=tuple(dict.fromkeys(map(clean, [*terms, *(tag["name"] for tag in post["tags"])]))),
        image=clean((post.get("featured_image") or {}).get("url")) or None,
        published=published,
        # A scheduled post was last saved before it appeared; to readers it is new all the same.
        updated=max(filter(None, (published, updated)), default=EPOCH),
    )
