"""Representations that do not have the shape of the JSON: feeds, tables, Markdown."""

from typing import Any

from api.renderers import CSVRenderer, MarkdownRenderer
from api.schema.examples import BLOG, COMMENT, POST, SITE, SUMMARY

ROWS: dict[str, Any] = {"PostSummary": SUMMARY, "Comment": COMMENT}
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Broadsheet",
    "home_page_url": f"{BLOG}/",
    "feed_url": f"{SITE}/api/v1/posts/?format=jsonfeed",
    "items": [
        {
            "id": f"{BLOG}/posts/1/",
            "url": f"{BLOG}/posts/welcome-to-broadsheet/",
            "title": "Welcome to Broadsheet",
            "date_published": "2026-11-22T10:00:00Z",
            "date_modified": "2026-11-22T10:00:00Z",
            "content_html": "<p>Ask for <code>posts/</code>.</p>\n",
        }
    ],
}
JSON_FEED_SCHEMA = {
    "type": "object",
    "description": "JSON Feed 1.1.",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"type": "string", "const": JSON_FEED["version"]},
        "title": {"type": "string"},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "next_url": {"type": "string", "format": "uri"},
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
    },
}
RSS = f"""\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Broadsheet</title><link>{BLOG}/</link>
<description>A blog that is an API first.</description>
<item><title>Welcome to Broadsheet</title><link>{BLOG}/posts/welcome-to-broadsheet/</link>
<description>Here is where to begin.</description>
<guid isPermaLink="false">{BLOG}/posts/1/</guid></item></channel></rss>
"""
ATOM = f"""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Broadsheet</title>
<id>{SITE}/api/v1/posts/</id><updated>2026-11-22T10:00:00+00:00</updated>
<author><name>Ada Novak</name></author>
<entry><title>Welcome to Broadsheet</title>
<link href="{BLOG}/posts/welcome-to-broadsheet/" rel="alternate"/>
<id>{BLOG}/posts/1/</id><updated>2026-11-22T10:00:00+00:00</updated>
<summary type="text">Here is where to begin.</summary></entry></feed>
"""


def document(media_type: str, view: Any, row: str) -> dict[str, Any] | None:
    """Return schema and example of a representation; None where it is that of the serializer."""
    match media_type:
        case "application/feed+json":
            return {"schema": JSON_FEED_SCHEMA, "example": JSON_FEED}
        case "application/rss+xml":
            return text("RSS 2.0.", RSS)
        case "application/atom+xml":
            return text("Atom 1.0 (RFC 4287).", ATOM)
        case "text/csv":
            table = CSVRenderer().render([ROWS[row]], renderer_context={"view": view})
            return text("A line of names, then every row of the filter.", table.decode())
        case "text/markdown":
            source = MarkdownRenderer().render(POST).decode()
            return text("The source, under front matter in YAML.", source)
    return None


def text(description: str, example: str) -> dict[str, Any]:
    return {"schema": {"type": "string", "description": description}, "example": example}
