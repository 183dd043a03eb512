"""One post as its Markdown source, under front matter that the importer reads back."""

from collections.abc import Mapping
from typing import Any

import yaml
from rest_framework.renderers import BaseRenderer

from api.renderers.values import rfc3339


class FrontMatter(yaml.SafeDumper):
    """Writes times as RFC 3339 without quotes, as people write them; PyYAML puts a space for T."""


class Moment(str):
    """A time that is written out already."""


FrontMatter.add_representer(
    Moment, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:timestamp", text)
)


class MarkdownRenderer(BaseRenderer):
    """The source as it was written; a post in HTML stays HTML, which Markdown may hold."""

    media_type = "text/markdown"
    format = "md"
    has_fixed_shape = True

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if not isinstance(data, Mapping) or "content" not in data:
            return b""  # the answer to OPTIONS, or none at all
        head = yaml.dump(
            front_matter(data), Dumper=FrontMatter, allow_unicode=True, sort_keys=False, width=4096
        )
        content = data["content"] or ""
        end = "" if content.endswith("\n") else "\n"
        return f"---\n{head}---\n\n{content}{end}".encode(errors="replace")


def front_matter(post: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands above the text, without the keys that have nothing to say."""
    author, category = post["author"] or {}, post["category"]
    values = {
        "title": post["title"],
        "slug": post["slug"],
        "date": _moment(post["published_at"]),
        "updated": _moment(post["updated_at"]),
        "author": author.get("display_name") or author.get("username"),
        "category": category and category["name"],
        "tags": [tag["name"] for tag in post["tags"]],
        "excerpt": post["excerpt"],
        "status": post["status"],
        "featured": post.get("featured"),
        "content_format": "html" if post["content_format"] == "html" else None,
        # Only a canonical address that somebody gave: our own would bind a copy of the post, on
        # its way to another site, to this one for good.
        "canonical_url": (post.get("seo") or {}).get("canonical_url"),
        "html_url": post["html_url"],
    }
    return {key: value for key, value in values.items() if value}


def _moment(value: Any) -> Moment | None:
    written = rfc3339(value)
    return Moment(written) if written else None
