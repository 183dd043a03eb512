"""What each key of a post takes from the database: one table, for `fields` and `include`.

A new key of a serializer is a new line here. tests/api/test_fields.py compares the two, and what
each key has when it is asked for alone with what it has in the whole.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.filters.shape import Shape, Table


def plain(*keys: str) -> Table:
    """Return keys that are columns."""
    return {key: (key,) for key in keys}


def within(relation: str, table: Table) -> Table:
    """Return the keys of an object that a relation leads to."""

    def over(value: tuple[str, ...] | Table) -> tuple[str, ...] | Table:
        if isinstance(value, Mapping):
            return within(relation, value)
        return tuple(f"{relation}__{need}" for need in value)

    return {key: over(value) for key, value in table.items()}


AUTHOR: Table = {
    **plain("username"),
    "display_name": ("display_name", "username"),
    "url": ("username",),
    "avatar_url": ("avatar__small", "avatar__file"),
}
IMAGE: Table = {
    **plain("id"),
    "url": ("file",),
    **plain("alt", "width", "height"),
    "sizes": {size: (size, "file") for size in ("small", "medium", "large")},
}
COMMENT: Table = {
    **plain("id"),
    "url": ("id",),
    "post": {"id": ("post",), "slug": ("post_slug",)},
    **plain("parent", "depth"),
    "author": within("author", AUTHOR),
    **plain("content", "content_html", "status", "created_at", "edited_at", "reply_count"),
    "replies": ("replies",),
}
SUMMARY: Table = {
    **plain("id"),
    "url": ("slug",),
    "html_url": ("slug",),
    **plain("slug", "title", "excerpt"),
    "author": within("author", AUTHOR),
    "category": within("category", {**plain("slug", "name"), "url": ("slug",)}),
    "tags": within("tags", plain("slug", "name")),
    "featured_image": within("featured_image", IMAGE),
    "status": ("status", "published_at"),
    **plain("featured", "published_at", "created_at", "updated_at"),
    **plain("reading_minutes", "comment_count", "like_count", "liked"),
}
TEXT = plain("content", "content_format", "content_html")
# The neighbours themselves are a statement each.
NEIGHBOUR: Table = dict.fromkeys(("slug", "title", "url"), ("published_at",))
WHOLE: Table = {
    **SUMMARY,
    **TEXT,
    "toc": dict.fromkeys(("id", "level", "title"), ("toc",)),
    "seo": {
        "title": ("seo_title",),
        "description": ("seo_description",),
        "canonical_url": ("seo_canonical_url",),
        "image_url": ("seo_image__file",),
    },
    "previous": NEIGHBOUR,
    "next": NEIGHBOUR,
    "user_can_comment": ("status", "published_at"),
    "user_can_edit": ("status", "author"),
}
OPTIONAL: Mapping[str, Table] = {
    "content": TEXT,
    "comments": {"comments": within("comments", COMMENT)},
}
HIGHLIGHT: Mapping[str, Table] = {
    "highlight": {"highlight": {"title": ("title",), "content": ("title", "content_html")}}
}
POST_IN_LIST = Shape(SUMMARY, OPTIONAL, HIGHLIGHT)
ONE_POST = Shape(WHOLE, OPTIONAL)
