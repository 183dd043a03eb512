"""What is written down, in SQL that both databases read.

Each of them fills in `{id}`, the number of a new row, `{moment}`, the time, and `{soon}`.
"""

from typing import NamedTuple

# The columns of a post that its representation shows: another one changes nothing for a reader.
SHOWN = (
    *("title", "slug", "author_id", "category_id", "content", "content_format", "content_html"),
    *("toc", "excerpt", "reading_minutes", "status", "published_at", "featured"),
    *("featured_image_id", "seo_title", "seo_description", "seo_canonical_url", "seo_image_id"),
    *("created_at", "updated_at"),
)


class Part(NamedTuple):
    """Another row that a post shows: its table and columns, and which posts `p` show it."""

    table: str
    shown: tuple[str, ...]
    posts: str


PARTS = {
    "category": Part("blog_category", ("slug", "name"), "p.category_id = NEW.{key}"),
    "tag": Part(
        "blog_tag",
        ("slug", "name"),
        "p.id IN (SELECT t.post_id FROM blog_posttag t WHERE t.tag_id = NEW.{key})",
    ),
    "person": Part(
        "blog_person", ("username", "display_name", "avatar_id"), "p.author_id = NEW.{key}"
    ),
    "media": Part(
        "blog_media",
        ("alt", "file", "small", "medium", "large", "width", "height"),
        "p.featured_image_id = NEW.{key}",
    ),
}

# `{moment}` is taken a little before the commit. A post that appears in between may have been read,
# so whoever takes back what is due by `{soon}` says so, as if it had appeared.
GRACE_SECONDS = 2
WAS = "(OLD.status = 'published' AND OLD.published_at <= {moment})"
WAS_SOON = "(OLD.status = 'published' AND OLD.published_at <= {soon})"
IS = "(NEW.status = 'published' AND NEW.published_at <= {moment})"
IS_SOON = "(NEW.status = 'published' AND NEW.published_at <= {soon})"
DUE = "CASE WHEN NEW.published_at > {moment} THEN NEW.published_at END"

WRITE = "INSERT INTO blog_change (id, post_id, slug, kind, at, due) SELECT {id},"
# What was waiting for its time is a row like the others by now, or it is void.
SETTLE = [
    "UPDATE blog_change SET at = due, due = NULL WHERE post_id = OLD.id AND due <= {moment}",
    "DELETE FROM blog_change WHERE post_id = OLD.id AND due > {moment}",
]
INSERTED = [f"{WRITE} NEW.id, NEW.slug, 'published', {{moment}}, {DUE}"]
UPDATED = [
    *SETTLE,
    # By its former slug: the one that a draft has now is nobody's business.
    f"{WRITE} OLD.id, OLD.slug, 'withdrawn', {{moment}}, NULL"
    f" WHERE NOT {IS} AND ({WAS} OR ({WAS_SOON} AND NOT {IS_SOON}))",
    f"{WRITE} NEW.id, NEW.slug, CASE WHEN {WAS} AND {IS} THEN 'updated' ELSE 'published' END,"
    f" {{moment}}, {DUE} WHERE NEW.status = 'published'",
]
DELETED = [*SETTLE, f"{WRITE} OLD.id, OLD.slug, 'deleted', {{moment}}, NULL WHERE {WAS_SOON}"]


class Event(NamedTuple):
    """What happens to a post: how the trigger names it, when it matters, what is written."""

    words: str
    when: str
    statements: list[str]


def events(is_not: str) -> dict[str, Event]:
    """Return the events by name; `is_not` is the database's word for "differs, with NULLs"."""
    out = "(OLD.status = 'published' OR NEW.status = 'published')"
    differs = differing(SHOWN, is_not)
    return {
        "insert": Event("INSERT", "NEW.status = 'published'", INSERTED),
        # Columns by name: a like does not even ask whether they differ.
        "update": Event(f"UPDATE OF {', '.join(SHOWN)}", f"{out} AND {differs}", UPDATED),
        "delete": Event("DELETE", "OLD.status = 'published'", DELETED),
    }


def differing(columns: tuple[str, ...], is_not: str) -> str:
    """Return the condition that one of the columns has another value than before."""
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return f"({old}) {is_not} ({new})"


def of_posts(kind: str, which: str) -> str:
    """Return the statement that writes a row for those of the posts that everybody may read."""
    return (
        f"{WRITE} p.id, p.slug, '{kind}', {{moment}}, NULL FROM blog_post p"
        f" WHERE p.status = 'published' AND p.published_at <= {{moment}} AND {which}"
    )
