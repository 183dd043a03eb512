"""Feeds of a list of posts: RSS 2.0, Atom 1.0 and JSON Feed 1.1."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape
from rest_framework.renderers import BaseRenderer

from api.renderers.entries import Channel, Entry, channel_from, entry_from
from api.renderers.syndication import RSS, Atom, Paged
from api.renderers.values import rfc3339, rows_of


class FeedRenderer(BaseRenderer):
    """Writes a list of posts as a feed; the same posts always give the same bytes."""

    label = ""
    # What a reader expects of a feed is not for `fields` to change.
    has_fixed_shape = True
    # What the view must load besides the fields of a list.
    include = frozenset({"content_html"})

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        posts = rows_of(data)
        if posts is None:
            return b""
        channel = channel_from(data, renderer_context or {}, self.format)
        return self.write(channel, [entry_from(post) for post in posts])

    def write(self, channel: Channel, entries: Sequence[Entry]) -> bytes:
        """Return the document."""
        raise NotImplementedError


class XMLFeedRenderer(FeedRenderer):
    """What RSS and Atom share."""

    generator: type[Paged]

    def write(self, channel: Channel, entries: Sequence[Entry]) -> bytes:
        feed = self.generator(
            title=channel.title,
            link=channel.html_url,
            description=channel.description,
            subtitle=channel.description or None,
            language=channel.language,
            # Atom wants an author for each entry; those without one take this.
            author_name=channel.title,
            feed_url=channel.feed_url,
            feed_guid=channel.id,
            next=channel.next_url,
            previous=channel.previous_url,
        )
        for entry in entries:
            feed.add_item(**self.item(entry))
        return feed.writeString("utf-8").encode()

    def item(self, entry: Entry) -> dict[str, Any]:
        """Return the entry in the terms of Django's generators."""
        return {
            "title": entry.title,
            "link": entry.url,
            "description": None,
            "summary": entry.summary,
            "content": entry.content,
            "author_name": entry.author or None,
            "author_link": entry.author_url,
            "pubdate": entry.published,
            "updateddate": entry.updated,
            "unique_id": entry.id,
            "unique_id_is_permalink": False,
            "categories": entry.terms,
        }


class RSSRenderer(XMLFeedRenderer):
    """RSS 2.0."""

    media_type = "application/rss+xml"
    format = "rss"
    label = "RSS"
    generator = RSS

    def item(self, entry: Entry) -> dict[str, Any]:
        # An RSS description is HTML by custom, and an excerpt is text.
        return {**super().item(entry), "description": escape(entry.summary)}


class AtomRenderer(XMLFeedRenderer):
    """Atom 1.0 (RFC 4287)."""

    media_type = "application/atom+xml"
    format = "atom"
    label = "Atom"
    generator = Atom


class JSONFeedRenderer(FeedRenderer):
    """JSON Feed 1.1, where what is absent is left out and never null."""

    media_type = "application/feed+json"
    format = "jsonfeed"
    label = "JSON Feed"
    charset = None

    def write(self, channel: Channel, entries: Sequence[Entry]) -> bytes:
        feed = _present(
            version="https://jsonfeed.org/version/1.1",
            title=channel.title,
            home_page_url=channel.html_url,
            feed_url=channel.feed_url,
            description=channel.description,
            next_url=channel.next_url,
            language=channel.language,
        )
        feed["items"] = [self.item(entry) for entry in entries]
        return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode()

    def item(self, entry: Entry) -> dict[str, Any]:
        author = _present(name=entry.author, url=entry.author_url, avatar=entry.avatar_url)
        item = _present(
            id=entry.id,
            url=entry.url,
            title=entry.title,
            summary=entry.summary,
            image=entry.image,
            date_published=rfc3339(entry.published),
            date_modified=rfc3339(entry.updated),
            authors=[author] if author else None,
            tags=list(entry.terms),
        )
        # Required, so it stands there even when it is empty.
        return {**item, "content_html": entry.content}


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
