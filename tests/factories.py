"""Makes rows with sensible values; a test names only what it is about."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from blog.models import Category, Comment, Media, Person, Post, Tag
from blog.services.comments import add_comment
from blog.services.posts import free_slug

NUMBERS = count(1)
LONG_AGO = datetime(2020, 1, 1, 12, tzinfo=UTC)


def make_person(username: str | None = None, **fields) -> Person:
    username = username or f"person{next(NUMBERS)}"
    return Person.objects.create_user(username, f"{username}@example.com", "a password", **fields)


def make_category(slug: str, parent: Category | None = None, **fields) -> Category:
    return Category.objects.create(slug=slug, name=slug.title(), parent=parent, **fields)


def make_tag(slug: str) -> Tag:
    return Tag.objects.create(slug=slug, name=slug.title())


def make_post(title: str | None = None, *, tags: tuple[str, ...] = (), **fields) -> Post:
    """Make a published post; each is a minute younger than the one before."""
    number = next(NUMBERS)
    title = title or f"Post {number}"
    fields.setdefault("author", None)
    fields["author"] = fields["author"] or Person.objects.get_or_create(username="writer")[0]
    fields.setdefault("slug", free_slug(title))
    fields.setdefault("status", "published")
    if fields["status"] == "published":
        fields.setdefault("published_at", LONG_AGO + timedelta(minutes=number))
    post = Post.objects.create(title=title, **{"content": f"Text of {title}.", **fields})
    post.tags.set([Tag.objects.get_or_create(slug=tag, name=tag.title())[0] for tag in tags])
    return post


def make_draft(title: str | None = None, **fields) -> Post:
    return make_post(title, status="draft", **fields)


def make_scheduled(title: str | None = None, **fields) -> Post:
    return make_post(title, published_at=timezone.now() + timedelta(days=1), **fields)


def make_image(owner: Person, **fields) -> Media:
    """Store a real picture, 40 pixels wide and 30 high."""
    data = BytesIO()
    Image.new("RGB", (40, 30)).save(data, "PNG")
    return Media.objects.create(owner=owner, file=ContentFile(data.getvalue(), "x.png"), **fields)


def make_comment(post: Post, content: str = "Well said.", **fields) -> Comment:
    """Add an approved comment through the service, so that the counters follow."""
    fields.setdefault("status", "approved")
    author = fields.pop("author", None) or make_person()
    return add_comment(post=post, author=author, content=content, **fields)
