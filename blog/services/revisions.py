"""Keeps what a post was after each change that matters, and brings it back."""

import difflib
import re
from typing import Any

from django.utils import timezone

from blog.models import Category, Media, Person, Post, Revision

# What a restoration brings back. Where a post stands (slug, status, date) is left as it is: an
# old text must not take a post off the blog.
RESTORED = (
    *("title", "content", "content_format", "excerpt", "category", "tags", "featured_image"),
    "seo",
)
# Comparing is quadratic at worst; beyond this, what differs is shown as one block.
MOST_PAIRS = 4_000_000
CONTEXT = 3  # lines around a change, as in every unified diff
HUNK = re.compile(r"^@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@$")


def snapshot(post: Post) -> dict[str, Any]:
    """Return what a client would write to make the post what it is."""
    return {
        "title": post.title,
        "slug": post.slug,
        "content": post.content,
        "content_format": post.content_format,
        "excerpt": None if post.excerpt_is_generated else post.excerpt,
        "category": post.category.slug if post.category else None,
        "tags": list(post.tags.order_by("name", "pk").values_list("name", flat=True)),
        "featured_image": post.featured_image_id,
        "status": post.status,
        "published_at": post.published_at.isoformat() if post.published_at else None,
        "featured": post.featured,
        "seo": {
            "title": post.seo_title or None,
            "description": post.seo_description or None,
            "canonical_url": post.seo_canonical_url or None,
            "image": post.seo_image_id,
        },
    }


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names of the fields that are not the same."""
    return [name for name in after if before.get(name) != after[name]]


def record(post: Post, person: Person | None, before: dict[str, Any] | None = None) -> bool:
    """Write a revision if something differs from the last one; return whether it does.

    A post from before there were revisions, such as an imported one, gets `before` as its first.
    """
    after, last = snapshot(post), post.revisions.first()
    if last is None and before is not None:
        last = _write(post, 1, post.author, before, [])
    changed = differing(last.fields, after) if last else list(after)
    if changed:
        _write(post, last.number + 1 if last else 1, person, after, changed)
    return bool(changed)


def _write(
    post: Post, number: int, person: Person | None, fields: dict[str, Any], changed: list[str]
) -> Revision:
    return Revision.objects.create(
        post=post,
        number=number,
        person=person,
        fields=fields,
        changed=changed,
        created_at=timezone.now(),
    )


def fields_to_restore(revision: Revision) -> dict[str, Any]:
    """Return what to write; a category or an image that is gone since is left out."""
    fields = {name: revision.fields[name] for name in RESTORED}
    fields["category"] = Category.objects.filter(slug=fields["category"] or "").first()
    fields["featured_image"] = Media.objects.filter(pk=fields["featured_image"]).first()
    image = Media.objects.filter(pk=fields["seo"]["image"]).first()
    fields["seo"] = {**fields["seo"], "image": image}
    return fields


def compare(old: Revision, new: Revision) -> list[dict[str, Any]]:
    """Return {field, before, after, diff} for each field that differs.

    `diff` is a unified diff of texts of several lines, else null.
    """
    entries = []
    for name in differing(old.fields, new.fields):
        before, after = old.fields.get(name), new.fields[name]
        diff = unified(before, after) if name == "content" else None
        entries.append({"field": name, "before": before, "after": after, "diff": diff})
    return entries


def unified(before: str, after: str) -> str:
    """Return a unified diff, whose cost is bounded whatever the texts are."""
    old, new = before.splitlines(), after.splitlines()
    skipped = _same_start(old, new)
    end = _same_start(old[skipped:][::-1], new[skipped:][::-1])
    old, new = old[skipped : len(old) - end], new[skipped : len(new) - end]
    if len(old) * len(new) > MOST_PAIRS:
        old, new = ["\n-".join(old)], ["\n+".join(new)]
    lines = difflib.unified_diff(old, new, "before", "after", lineterm="")
    return "\n".join(HUNK.sub(lambda found: _moved(found, skipped), line) for line in lines)


def _same_start(old: list[str], new: list[str]) -> int:
    """Return how many lines are the same in front, but for those that show where a change is."""
    number = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )
    return max(0, number - CONTEXT)


def _moved(hunk: re.Match[str], lines: int) -> str:
    """Return the head of a hunk as it would be with so many lines in front."""
    return f"@@ -{int(hunk[1]) + lines}{hunk[2] or ''} +{int(hunk[3]) + lines}{hunk[4] or ''} @@"
