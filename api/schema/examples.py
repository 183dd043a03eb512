"""Examples, one for each component; those of answers are put together from them."""

from typing import Any

from api.schema.requests import REQUESTS

SITE = "https://blog.example.com"
API, BLOG = f"{SITE}/api/v1", f"{SITE}/blog"
AUTHOR = {
    "username": "admin",
    "display_name": "Ada Novak",
    "url": f"{API}/authors/admin/",
    "avatar_url": None,
}
CATEGORY_LINK = {"slug": "guides", "name": "Guides", "url": f"{API}/categories/guides/"}
IMAGE = {
    "id": 3,
    "url": f"{SITE}/media/images/2026/11/press.jpg",
    "alt": "A printing press",
    "width": 1600,
    "height": 900,
    "sizes": {
        "small": f"{SITE}/media/images/2026/11/press-small.jpg",
        "medium": f"{SITE}/media/images/2026/11/press-medium.jpg",
        "large": f"{SITE}/media/images/2026/11/press-large.jpg",
    },
}
SUMMARY = {
    "id": 1,
    "url": f"{API}/posts/welcome-to-broadsheet/",
    "html_url": f"{BLOG}/posts/welcome-to-broadsheet/",
    "slug": "welcome-to-broadsheet",
    "title": "Welcome to Broadsheet",
    "excerpt": "Here is where to begin.",
    "author": AUTHOR,
    "category": CATEGORY_LINK,
    "tags": [{"slug": "api", "name": "API"}, {"slug": "http", "name": "HTTP"}],
    "featured_image": IMAGE,
    "status": "published",
    "featured": True,
    "published_at": "2026-11-22T10:00:00Z",
    "created_at": "2026-11-20T08:30:00Z",
    "updated_at": "2026-11-22T10:00:00Z",
    "reading_minutes": 4,
    "comment_count": 2,
    "like_count": 7,
    "liked": None,
}
POST = {
    **SUMMARY,
    "content": "## Where to begin\n\nAsk for `posts/`.\n",
    "content_format": "markdown",
    "content_html": '<h2 id="h-where-to-begin">Where to begin</h2>\n'
    "<p>Ask for <code>posts/</code>.</p>\n",
    "toc": [{"id": "h-where-to-begin", "level": 2, "title": "Where to begin"}],
    "seo": {"title": None, "description": None, "canonical_url": None, "image_url": None},
    "previous": {
        "slug": "five-minutes-with-curl",
        "title": "Five minutes with curl",
        "url": f"{API}/posts/five-minutes-with-curl/",
    },
    "next": None,
    "user_can_comment": False,
    "user_can_edit": False,
}
REPLY = {
    "id": 13,
    "url": f"{API}/comments/13/",
    "post": {"id": 1, "slug": "welcome-to-broadsheet"},
    "parent": 12,
    "depth": 1,
    "author": AUTHOR,
    "content": "That was quick!",
    "content_html": "<p>That was quick!</p>\n",
    "status": "approved",
    "created_at": "2026-11-23T09:20:00Z",
    "edited_at": None,
    "reply_count": 0,
    "replies": [],
}
COMMENT = {
    **REPLY,
    "id": 12,
    "url": f"{API}/comments/12/",
    "parent": None,
    "depth": 0,
    "content": "It *works*.",
    "content_html": "<p>It <em>works</em>.</p>\n",
    "created_at": "2026-11-23T09:00:00Z",
    "reply_count": 1,
}
ANONYMOUS = {"authenticated": False}
SIGNED_IN = {
    "authenticated": True,
    "id": 5,
    "username": "admin",
    "email": "ada@example.com",
    "display_name": "Ada Novak",
    "url": f"{API}/authors/admin/",
    "avatar_url": None,
    "bio": "Runs this server.",
    "website": "https://ada.example.com",
    "role": "admin",
    "permissions": ["blog.add_post", "blog.edit_any_post"],
    "csrf_token": "Zs5vDk0nq3mE1yR8tU6wX2aB4cF7gH9j",
}
RESOURCES = (
    *("posts", "comments", "categories", "tags", "authors", "changes", "archive", "statistics"),
    "me",
)
REVISION = {
    "number": 2,
    "url": f"{API}/posts/1/revisions/2/",
    "created_at": "2026-11-22T10:00:00Z",
    "person": AUTHOR,
    "title": "Welcome to Broadsheet",
    "changed": ["title"],
}
TOKEN = {
    "id": 4,
    "url": f"{API}/auth/tokens/4/",
    "name": "laptop",
    "scope": "write",
    "created_at": "2026-11-22T10:00:00Z",
    "expires_at": "2026-12-22T10:00:00Z",
}
EXAMPLES: dict[str, Any] = {
    "RevisionSummary": REVISION,
    "Revision": {
        **REVISION,
        "post": {"title": "Welcome to Broadsheet", "content": "Ask for `posts/`.\n"},
        "against": 1,
        "differences": [
            {
                "field": "title",
                "before": "Welcome",
                "after": "Welcome to Broadsheet",
                "diff": None,
            }
        ],
    },
    "Like": {"success": True, "liked": True, "like_count": 8},
    "ModerationResult": {
        "results": [
            {"id": 12, "success": True, "status": "approved"},
            {"id": 999, "success": False, "status": None},
        ]
    },
    "Token": TOKEN,
    "NewToken": {**TOKEN, "token": "broadsheet_Zs5vDk0nq3mE1yR8tU6wX2aB4cF7gH9jKlMnPqRsTuV"},
    "Csrf": {"csrf_token": "Zs5vDk0nq3mE1yR8tU6wX2aB4cF7gH9j"},
    "SignedIn": SIGNED_IN,
    "Media": {
        **IMAGE,
        "owner": AUTHOR,
        "created_at": "2026-11-22T10:00:00Z",
    },
    **REQUESTS,
    "Root": {
        **{name: f"{API}/{name}/" for name in (*RESOURCES, "media", "schema", "docs")},
        "tokens": f"{API}/auth/tokens/",
        "suggest": f"{API}/suggest/?q=",
        "blog": f"{BLOG}/",
        "health": f"{SITE}/health/ready",
    },
    "PostSummary": SUMMARY,
    "Post": POST,
    "Comment": {**COMMENT, "replies": [REPLY]},
    "Category": {
        **CATEGORY_LINK,
        "html_url": f"{BLOG}/category/guides/",
        "description": "How to use the blog, one task at a time.",
        "parent": None,
        "children": [
            {
                "slug": "reading",
                "name": "Reading",
                "url": f"{API}/categories/reading/",
                "post_count": 3,
            }
        ],
        "post_count": 5,
    },
    "Tag": {
        "url": f"{API}/tags/curl/",
        "html_url": f"{BLOG}/tag/curl/",
        "slug": "curl",
        "name": "curl",
        "post_count": 2,
    },
    "Profile": {
        **AUTHOR,
        "html_url": f"{BLOG}/author/admin/",
        "bio": "Runs this server.",
        "website": "https://ada.example.com",
        "post_count": 9,
    },
    "Suggestions": {
        "results": [
            {"type": "tag", "text": "Welcome", "url": f"{API}/tags/welcome/"},
            {"type": "post", "text": SUMMARY["title"], "url": SUMMARY["url"]},
        ]
    },
    "Changes": {
        "results": [
            {
                "type": "published",
                "at": "2026-11-22T10:00:00Z",
                "post": {key: SUMMARY[key] for key in ("id", "slug", "url")},
            }
        ],
        "next": "41-1795305600000000-41.k0gWJw6mQx3yZr9bT2uVnE5sLc8dHf1a",
    },
    "Year": {"year": 2026, "count": 3, "months": [{"month": 11, "count": 3}]},
    "Statistics": {
        "total_posts": 12,
        "total_comments": 30,
        "average_comments_per_post": 2.5,
        "latest_post": SUMMARY,
        "recent_posts": [SUMMARY],
        "popular_posts": [],
        "months": [{"year": 2026, "month": 11, "count": 3}],
    },
}


def example_of(schema: dict, schemas: dict) -> Any:
    """Return an example of an answer; a list, paged or not, holds one example of its items."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in EXAMPLES:
            return EXAMPLES[name]
        if "results" not in schemas[name].get("properties", {}):
            raise KeyError(f"{name} needs an example in api/schema/.")
        return example_of(schemas[name], schemas)
    if schema["type"] == "array":
        return [example_of(schema["items"], schemas)]
    results = example_of(schema["properties"]["results"], schemas)
    return {"count": len(results), "next": None, "previous": None, "results": results}
