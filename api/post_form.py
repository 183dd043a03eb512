"""What the form for a post shows besides its fields."""

from typing import Any

from rest_framework.request import Request

from blog.models import Category, Post


def form_values(data: dict[str, Any], post: Post) -> dict[str, Any]:
    """Return a post as its form shows it."""
    published_at = data["published_at"]
    return {
        **{name: data[name] for name in ("title", "slug", "content", "content_format")},
        # One that was made from the text goes on following it, unless somebody writes another.
        "excerpt": "" if post.excerpt_is_generated else data["excerpt"],
        "category": data["category"]["slug"] if data["category"] else "",
        "tags": ", ".join(typed(tag) for tag in data["tags"]),
        "status": "draft" if data["status"] == "draft" else "published",
        "published_at": f"{published_at:%Y-%m-%dT%H:%M:%S}" if published_at else "",
    }


def typed(tag: dict[str, str]) -> str:
    """Return what means the tag in a line with commas."""
    return tag["slug"] if "," in tag["name"] else tag["name"]


def post_form_context(request: Request) -> dict[str, Any]:
    """Return the choices of its selects."""
    categories = Category.objects.visible_to(request.user).as_tree()
    return {
        "categories": [("", "None"), *((c.slug, f"{'— ' * depth(c)}{c.name}") for c in categories)],
        "formats": [("markdown", "Markdown"), ("html", "HTML")],
        "statuses": [("draft", "Draft"), ("published", "Published")],
    }


def depth(category: Category) -> int:
    """Return how many categories stand above; the tree has laid them out already."""
    return 1 + depth(category.parent) if category.parent else 0
