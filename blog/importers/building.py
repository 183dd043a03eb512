"""Makes a post of a record, rendered and unsaved."""

from datetime import datetime

from django.utils import timezone

from blog.importers.records import Record
from blog.models import Post


def post_from(record: Record) -> Post:
    """Return the post without what takes the database: author, category and slug.

    An import makes no post look new: one that was never changed changed when it was published.
    """
    now = timezone.now()
    post = Post(
        title=record.title,
        content=record.content,
        content_format=record.content_format,
        excerpt=record.excerpt,
        excerpt_is_generated=not record.excerpt,
        status=record.status,
        published_at=record.published_at,
        featured=record.featured,
        seo_description=record.seo_description,
        seo_canonical_url=record.seo_canonical_url,
        created_at=_past(record.published_at or record.updated_at, now),
        updated_at=_past(record.updated_at or record.published_at, now),
    )
    post.render()
    return post


def _past(moment: datetime | None, now: datetime) -> datetime:
    """Return the time, or now where it is none or yet to come: a scheduled post exists already."""
    return min(moment or now, now)
