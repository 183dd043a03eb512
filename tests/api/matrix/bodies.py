"""The body of each write in the tables: a good one, so that only who asks decides on the answer."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from blog.models import Person

PASSWORD = "a password"  # of everybody that tests/factories.py makes
NEW_PASSWORD = "fine sunny weather"
TOKEN = {"name": "New", "scope": "read"}


def bodies_of(person: Person, other: Person, ids: dict[str, dict[str, Any]]) -> dict[Any, Any]:
    """Return by route and method, and then by the `:doing` of the table, the body; none is empty.

    `person` is who asks, or who signs in where nobody is; `ids` is what world.py has made.
    """
    comments, image = ids["comment"], ids["media"]["other"]
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    post = {
        "": {"title": "Another title"},
        "publish": {"title": "Out", "status": "published"},
        "schedule": {"title": "Soon", "status": "published", "published_at": tomorrow},
        "withdraw": {"status": "draft"},
        "feature": {"title": "Forward", "featured": True},
        "other-image": {"featured_image": image},
    }
    right = {"username": person.username, "password": PASSWORD}
    wrong = {"username": person.username, "password": "not it"}
    link = {"uid": ids["uid"]["good"], "token": ids["secret"]["good"]}
    reset = {
        "": {**link, "new_password": NEW_PASSWORD},
        "wrong": {**link, "token": ids["secret"]["wrong"], "new_password": NEW_PASSWORD},
    }
    ask_for_reset = {"": {"email": other.email}, "unknown": {"email": "nobody@example.com"}}
    password = {
        "": {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
        "wrong": {"current_password": "not it", "new_password": NEW_PASSWORD},
    }
    newcomer = {"username": "newcomer", "email": "newcomer@example.com", "password": NEW_PASSWORD}
    parents = ("approved", "own-pending", "pending", "spam", "missing")
    comment = {
        "": {"content": "New."},
        **{f"on-{name}": {"content": "So?", "parent": comments.get(name)} for name in parents},
    }
    comment_change = {
        "": {"content": "Changed."},
        "approve": {"status": "approved"},
        "reject": {"status": "rejected"},
    }
    moderation = {
        "approve": {"ids": [comments["pending"]], "status": "approved"},
        "approve-own": {"ids": [comments.get("own-pending")], "status": "approved"},
        "approve-missing": {"ids": [comments["missing"]], "status": "approved"},
    }
    close = {"": {"current_password": PASSWORD}, "wrong": {"current_password": "not it"}}
    profile = {"": {"bio": "Changed."}, "other-image": {"avatar": image}}
    named = {"": {"name": "Changed"}}
    return {
        ("posts/", "POST"): post,
        ("posts/{post}/", "PUT"): post,
        ("posts/{post}/", "PATCH"): post,
        ("posts/{post}/comments/", "POST"): comment,
        ("comments/", "PATCH"): moderation,
        ("comments/{comment}/", "PATCH"): comment_change,
        ("categories/", "POST"): named,
        ("categories/{category}/", "PUT"): named,
        ("categories/{category}/", "PATCH"): named,
        ("tags/", "POST"): named,
        ("tags/{tag}/", "PUT"): named,
        ("tags/{tag}/", "PATCH"): named,
        ("tags/{tag}/merge/", "POST"): {"": {"into": "kept"}},
        ("media/{media}/", "PATCH"): {"": {"alt": "Changed"}},
        ("me/", "PATCH"): profile,
        ("auth/signup/", "POST"): {"": newcomer},
        ("auth/login/", "POST"): {"": right, "wrong": wrong},
        ("auth/password/", "POST"): password,
        ("auth/password/reset/", "POST"): ask_for_reset,
        ("auth/password/reset/confirm/", "POST"): reset,
        ("auth/deactivate/", "POST"): close,
        ("auth/tokens/", "POST"): {
            "": TOKEN,
            "password": {**TOKEN, **right},
            "wrong": {**TOKEN, **wrong},
        },
        ("/blog/posts/create/", "POST"): post,
        ("/blog/posts/{post}/", "POST"): comment,
        ("/blog/posts/{post}/edit/", "POST"): post,
        ("/blog/comments/moderation/", "POST"): moderation,
        ("/blog/comments/{comment}/edit/", "POST"): comment_change,
        ("/accounts/", "POST"): password,
        ("/accounts/profile/", "POST"): profile,
        ("/accounts/close/", "POST"): close,
        ("/accounts/login/", "POST"): {"": right, "wrong": wrong},
        ("/accounts/signup/", "POST"): {"": newcomer},
        ("/accounts/password-reset/", "POST"): ask_for_reset,
        ("/accounts/password-reset/{uid}/{secret}/", "POST"): reset,
    }


def upload() -> dict[str, Any]:
    """Return the fields of an upload, anew for each request, which reads the file to its end."""
    data = BytesIO()
    Image.new("RGB", (40, 30)).save(data, "PNG")
    return {"file": SimpleUploadedFile("x.png", data.getvalue(), "image/png"), "alt": "A picture"}
