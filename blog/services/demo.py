"""Fills an empty blog with the demo, through the same services as everything else."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from blog.demo.content import DemoPost, duration, moment, read_posts, read_table
from blog.models import Category, Comment, Person, Post, PostTag, Tag
from blog.services.comments import add_comment, delete_comment
from blog.services.likes import like
from blog.services.posts import save_post

PROFILE = ("display_name", "bio", "website")
COPIED = ("title", "content_format", "excerpt", "featured", "seo_title", "seo_description")


@transaction.atomic
def load_demo() -> Counter[str] | None:
    """Load everything or nothing; return what came, None where there are posts already."""
    if Post.objects.exists():
        return None
    # Whole minutes: readers of the JSON see times as a person would have written them.
    now = timezone.now().replace(second=0, microsecond=0)
    people = {entry["username"]: _person(entry) for entry in read_table("people")}
    taxonomy = read_table("taxonomy")
    categories = _categories(taxonomy["categories"])
    tags = {entry["slug"]: _tag(entry) for entry in taxonomy["tags"]}
    posts = {}
    # The oldest first, so that ids grow with time as they would have done.
    for demo in sorted(read_posts(), key=lambda demo: _published(demo, now) or now):
        author, category = people[demo.head["author"]], categories[demo.head["category"]]
        posts[demo.name] = _post(demo, author, category, now)
        ties = [PostTag(post=posts[demo.name], tag=tags[slug]) for slug in demo.head["tags"]]
        PostTag.objects.bulk_create(ties)
    comments = sum(
        _comments(thread, people, posts[name]) for name, thread in read_table("threads").items()
    )
    likes = sum(
        like(person=people[username], post=posts[name])
        for name, usernames in read_table("likes").items()
        for username in usernames
    )
    return Counter(posts=len(posts), comments=comments, likes=likes, people=len(people))


def _person(entry: dict[str, Any]) -> Person:
    """Make the person; one who exists keeps name, password and role."""
    username, role = entry["username"], entry.get("role")
    person, is_new = Person.objects.get_or_create(
        username__iexact=username,
        defaults={
            "username": username,
            "email": f"{username}@example.com",
            "password": make_password(None),
            "is_staff": role == "admin",
            "is_superuser": role == "admin",
        },
    )
    for name in PROFILE:
        setattr(person, name, getattr(person, name) or entry.get(name, ""))
    person.save(update_fields=PROFILE)
    if is_new and role:
        person.groups.add(Group.objects.get(name=role))
    return person


def _categories(
    entries: list[dict[str, Any]], parent: Category | None = None
) -> dict[str, Category]:
    found = {}
    for entry in entries:
        defaults = {"name": entry["name"], "description": entry["description"], "parent": parent}
        category, _ = Category.objects.get_or_create(slug=entry["slug"], defaults=defaults)
        found[category.slug] = category
        found |= _categories(entry.get("children", []), category)
    return found


def _tag(entry: dict[str, str]) -> Tag:
    return Tag.objects.get_or_create(slug=entry["slug"], defaults={"name": entry["name"]})[0]


def _published(demo: DemoPost, now: datetime) -> datetime | None:
    return moment(demo.head["published"], now) if "published" in demo.head else None


def _post(demo: DemoPost, author: Person, category: Category, now: datetime) -> Post:
    """Make the post; one without a `published` time is a draft."""
    published_at = _published(demo, now)
    written = moment(demo.head["written"], now) if "written" in demo.head else now
    created_at = min(published_at or written, now)
    updated_at = moment(demo.head["updated"], now) if "updated" in demo.head else created_at
    post = Post(
        author=author,
        category=category,
        content=demo.content,
        status=Post.Status.PUBLISHED if published_at else Post.Status.DRAFT,
        published_at=published_at,
        created_at=created_at,
        updated_at=updated_at,
        **{name: demo.head[name] for name in COPIED if name in demo.head},
    )
    post.excerpt_is_generated = not post.excerpt
    return save_post(post=post)


def _comments(
    thread: list[dict[str, Any]],
    people: dict[str, Person],
    post: Post,
    parent: Comment | None = None,
) -> int:
    """Add a thread and what is below it; return how many comments that was."""
    number = len(thread)
    for entry in thread:
        comment = add_comment(
            post=post,
            author=people[entry["by"]],
            content=entry["text"],
            parent=parent,
            status=entry.get("status", Comment.Status.APPROVED),
            created_at=(post.published_at or post.created_at) + duration(entry["after"]),
        )
        number += _comments(entry.get("replies", []), people, post, comment)
        if entry.get("deleted"):
            delete_comment(comment=comment)
    return number
