"""What the tables are about: one object for each name in them."""

import json
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from blog.models import AccessToken, FormerSlug, Person, Post
from blog.services.comments import delete_comment
from blog.services.revisions import record
from blog.services.tokens import create_token
from tests.api.matrix.bodies import bodies_of, upload
from tests.api.matrix.table import READS, Cell
from tests.conftest import with_role
from tests.factories import (
    LONG_AGO,
    make_category,
    make_comment,
    make_draft,
    make_image,
    make_person,
    make_post,
    make_scheduled,
    make_tag,
)

# What has to be in the query, by what is done or else by route.
QUERIES = {"move": "?move_to=empty", "suggest/": "?q=word"}
POSTS = {"published": make_post, "draft": make_draft, "scheduled": make_scheduled}


class World:
    """Everything that the tables name, for one person who asks and another one who does not."""

    def __init__(self, role: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.other = with_role("author", "other")
        self.me: Person | None = None
        if role != "anonymous":
            self.me = make_person("me") if role == "reader" else with_role(role, "me")
            self.client.force_login(self.me)
        self.cookies = self.client.cookies
        # Whose objects there are; in the names, `own-` is in front of those of who asks.
        self.owners = {"": self.other, **({"own-": self.me} if self.me else {})}
        # By placeholder of the route, then by the name in the table.
        self.ids: dict[str, dict[str, Any]] = {
            "post": self._make_posts(),
            "comment": self._make_comments(),
            "category": self._make_categories(),
            "tag": self._make_tags(),
            "media": self._make_media(),
            "author": self._make_authors(),
            "uuid": self._uuids(),
            "token": self._make_tokens(),
            "uid": dict.fromkeys(
                ("good", "wrong"), urlsafe_base64_encode(force_bytes(self.other.pk))
            ),
            "secret": {"good": default_token_generator.make_token(self.other), "wrong": "not-it"},
            # Of the posts that are published: tests/factories.py.
            "year": {"-": LONG_AGO.year},
            "month": {"-": LONG_AGO.month},
        }
        self.bodies = bodies_of(self.me or self.other, self.other, self.ids)

    def _make_posts(self) -> dict[str, Any]:
        posts: dict[str, Post] = {"no-revisions": make_post(author=self.other)}
        ids: dict[str, Any] = {"missing": 999_999}
        for own, owner in self.owners.items():
            for kind, make in POSTS.items():
                tag = "visible" if kind == "published" else f"on-{own}{kind}"
                posts[own + kind] = post = make(author=owner, tags=(tag,))
                record(post, owner)
        for name, post in list(posts.items()):
            if name.endswith(("published", "draft")):
                former = f"{name}-former"
                FormerSlug.objects.create(slug=former, post=post)
                ids[former] = former
        self.posts = posts
        return ids | {name: post.pk for name, post in posts.items()}

    def _make_comments(self) -> dict[str, int]:
        there, made = self.posts["published"], {}
        for own, author in self.owners.items():
            for status in ("approved", "pending", "rejected", "spam"):
                made[own + status] = make_comment(there, author=author, status=status)
            long_ago = timezone.now() - timedelta(days=30)
            made[f"{own}old"] = make_comment(there, author=author, created_at=long_ago)
            made[f"{own}on-draft"] = make_comment(self.posts["draft"], author=author)
        if self.me:
            made["on-own-draft"] = make_comment(self.posts["own-draft"], author=self.other)
        made["placeholder"] = make_comment(there, author=self.other)
        made["reply"] = make_comment(there, author=self.other, parent=made["placeholder"])
        delete_comment(comment=made["placeholder"])
        return {"missing": 999_999, **{name: comment.pk for name, comment in made.items()}}

    def _make_categories(self) -> dict[str, str]:
        make_category("empty")
        make_post(author=self.other, category=make_category("in-use"))
        return {name: name for name in ("empty", "in-use", "missing")}

    def _make_tags(self) -> dict[str, str]:
        make_tag("kept")  # The others are made with the posts that carry them.
        names = ("visible", "on-draft", "on-scheduled", "on-own-draft", "missing")
        return {name: name for name in names}

    def _make_media(self) -> dict[str, int]:
        made = {}
        for own, owner in self.owners.items():
            made[own.strip("-") or "other"] = make_image(owner)
            made[f"{own}in-use"] = image = make_image(owner)
            make_post(author=self.other, featured_image=image)
        return {"missing": 999_999, **{name: image.pk for name, image in made.items()}}

    def _make_authors(self) -> dict[str, str]:
        self.unpublished = make_person("unpublished")
        make_draft(author=self.unpublished)
        return {"published": "other", "own": "me", "unpublished": "unpublished", "missing": "no"}

    def _uuids(self) -> dict[str, UUID]:
        people = {"published": self.other, "unpublished": self.unpublished, "own": self.me}
        return {"missing": UUID(int=0), **{name: p.uuid for name, p in people.items() if p}}

    def _make_tokens(self) -> dict[str, int]:
        made = {
            own.strip("-") or "other": self.token("admin", owner)[0].pk
            for own, owner in self.owners.items()
        }
        return {"missing": 999_999, **made}

    def token(self, scope: str, owner: Person | None = None) -> tuple[AccessToken, str]:
        """Make a token of who asks; return it with its secret."""
        return create_token(person=owner or self.me, name="Laptop", scope=scope)

    def path(self, cell: Cell) -> str:
        ids = {kind: named.get(cell.target) for kind, named in self.ids.items()}
        path = cell.route.format_map(ids)
        assert "None" not in path, f"world.py makes nothing for {cell}"
        query = QUERIES.get(cell.doing or cell.route, "")
        return f"{path if path.startswith('/') else f'/api/v1/{path}'}{query}"

    def body(self, cell: Cell, *, as_form: bool) -> tuple[Any, str]:
        """Return the body of a write, and its media type."""
        if (cell.route, cell.method) == ("media/", "POST"):
            return encode_multipart(BOUNDARY, upload()), MULTIPART_CONTENT
        fields = self.bodies.get((cell.route, cell.method), {}).get(cell.doing, {})
        if as_form:
            typed = {name: "true" if value is True else value for name, value in fields.items()}
            return urlencode(typed, doseq=True), "application/x-www-form-urlencoded"
        return json.dumps(fields), "application/json"

    def ask(self, cell: Cell, token: str | None = None, *, as_browser: bool = False) -> Any:
        """Ask, and undo what it did; by the session of who asks, or by a token and no session."""
        self.client.cookies = SimpleCookie() if token else SimpleCookie(self.cookies)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        if cell.is_of_pages:
            headers["accept"] = "text/html" if as_browser else "application/json"
        is_read = cell.method in READS
        body, kind = ("", "") if is_read else self.body(cell, as_form=as_browser)
        with transaction.atomic():
            response = self.client.generic(
                cell.method, self.path(cell), body, kind, headers=headers
            )
            transaction.set_rollback(True)
        return response
