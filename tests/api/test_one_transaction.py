"""Every write happens whole or not at all: each of its statements fails in turn, and its commit."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from blog.models import Comment, Media, Post
from blog.services.likes import like
from tests.api.matrix.bodies import NEW_PASSWORD, PASSWORD, upload
from tests.api.matrix.table import CELLS
from tests.api.matrix.world import World
from tests.conftest import with_role
from tests.factories import make_comment

READS = ("GET", "HEAD", "OPTIONS")
# Sessions are left out: they are the middleware's, which saves them after the answer is made.
WRITE = re.compile(r'(INSERT( OR \w+)? INTO|UPDATE|DELETE FROM) "blog_')
MOST = 100  # statements of one request, or the test would not end


@pytest.fixture(autouse=True)
def _as_often_as_you_like(settings):
    settings.THROTTLE = False


@dataclass(frozen=True)
class Write:
    """A request that writes; in its address and body stand the names of tests/api/matrix/."""

    method: str
    address: str
    body: Any = None
    role: str = "admin"
    key: str = ""
    before: Callable[[World], Any] = lambda world: None

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.address}{' with a key' * bool(self.key)}"


def liked(world: World) -> None:
    like(person=world.me, post=world.posts["published"])


def answered(world: World) -> None:
    parent = Comment.objects.get(pk=world.ids["comment"]["approved"])
    make_comment(world.posts["published"], parent=parent)


def rewritten(world: World) -> None:
    world.posts["own-draft"].tags.clear()
    Post.objects.filter(pk=world.ids["post"]["own-draft"]).update(title="Another", content="New.")


def portrayed(world: World) -> None:
    world.me.avatar = Media.objects.get(pk=world.ids["media"]["own"])
    world.me.save()


NEW_POST = {"title": "New", "tags": ["new", "visible"], "category": "empty", "status": "published"}
CHANGED_POST = {**NEW_POST, "slug": "another-slug", "content": "Other words."}
NEW_PERSON = {"username": "newcomer", "email": "new@example.com", "password": NEW_PASSWORD}
NEW_TOKEN = {"name": "New", "scope": "read"}
COMMENT = {"content": "New."}
WRITES = [
    Write("POST", "posts/", NEW_POST),
    Write("POST", "posts/", NEW_POST, key="once"),
    Write("PUT", "posts/{post[own-draft]}/", CHANGED_POST),
    Write("PATCH", "posts/{post[own-published]}/", CHANGED_POST),
    Write("DELETE", "posts/{post[published]}/", before=liked),
    Write("POST", "posts/{post[own-draft]}/revisions/1/restore/", before=rewritten),
    Write("PUT", "posts/{post[published]}/like/"),
    Write("DELETE", "posts/{post[published]}/like/", before=liked),
    Write("POST", "posts/{post[published]}/like/"),
    Write("POST", "posts/{post[published]}/like/", role="reader", before=liked),
    Write("POST", "posts/{post[no-revisions]}/comments/", COMMENT, role="reader"),
    Write("POST", "posts/{post[published]}/comments/", {**COMMENT, "parent": "approved"}),
    Write("POST", "posts/{post[published]}/comments/", COMMENT, key="once"),
    Write("PATCH", "comments/", {"ids": ["pending", "spam", "approved"], "status": "rejected"}),
    Write("PATCH", "comments/", {"ids": ["pending", "spam"], "status": "approved"}, role="editor"),
    Write("PATCH", "comments/{comment[own-approved]}/", {"content": "Changed."}),
    Write("PATCH", "comments/{comment[pending]}/", {"content": "Changed.", "status": "approved"}),
    Write("DELETE", "comments/{comment[own-approved]}/"),
    Write("DELETE", "comments/{comment[approved]}/", before=answered),
    Write("DELETE", "comments/{comment[reply]}/"),
    Write("POST", "categories/", {"name": "New", "parent": "in-use"}),
    Write("POST", "categories/", {"name": "New"}, key="once"),
    Write("PUT", "categories/{category[in-use]}/", {"name": "Changed", "slug": "changed"}),
    Write("PATCH", "categories/{category[in-use]}/", {"parent": "empty"}),
    Write("DELETE", "categories/{category[empty]}/"),
    Write("DELETE", "categories/{category[in-use]}/?move_to=empty"),
    Write("POST", "tags/", {"name": "New"}),
    Write("PUT", "tags/{tag[visible]}/", {"name": "Changed"}),
    Write("PATCH", "tags/{tag[visible]}/", {"slug": "changed"}),
    Write("DELETE", "tags/{tag[visible]}/"),
    Write("POST", "tags/{tag[visible]}/merge/", {"into": "on-draft"}),
    Write("POST", "media/", upload),
    Write("POST", "media/", upload, key="once"),
    Write("PATCH", "media/{media[other]}/", {"alt": "Changed"}),
    Write("DELETE", "media/{media[own]}/", before=portrayed),
    Write("PATCH", "me/", {"display_name": "Me", "bio": "Changed."}),
    Write("POST", "auth/signup/", NEW_PERSON, role="anonymous"),
    Write("POST", "auth/login/", {"username": "other", "password": PASSWORD}, role="anonymous"),
    Write("POST", "auth/password/", {"current_password": PASSWORD, "new_password": NEW_PASSWORD}),
    Write("POST", "auth/password/reset/", {"email": "other@example.com"}, role="anonymous"),
    Write("POST", "auth/password/reset/", {"email": "nobody@example.com"}, role="anonymous"),
    Write("POST", "auth/password/reset/confirm/", role="anonymous"),
    Write("POST", "auth/deactivate/", {"current_password": PASSWORD}),
    Write("POST", "auth/tokens/", NEW_TOKEN),
    Write("DELETE", "auth/tokens/{token[own]}/"),
]
# It writes nothing but the session.
ELSEWHERE = {("POST", "auth/logout/")}


def test_every_write_of_the_matrix_is_here():
    here = {(w.method, re.sub(r"\[.*?]|\?.*", "", w.address)) for w in WRITES}
    done = (cell for cell in CELLS if cell.status < 300 and cell.method not in READS)
    # A whole address is a page's, which hands its form to the same handler.
    routes = {(cell.method, cell.route) for cell in done if not cell.route.startswith("/")}
    assert routes == here | ELSEWHERE


@dataclass
class Fault:
    """Makes the database fail once: at the writing statement of this number, or at its commit."""

    number: int
    at_commit: bool
    seen: int = 0
    has_happened: bool = False
    is_open: bool = False  # the transaction, with a write in it

    def count(self) -> None:
        self.seen += 1
        if self.seen == self.number:
            self.has_happened = True
            raise OperationalError("disk I/O error")

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITE.match(sql):
            self.is_open = connection.in_atomic_block
            if not self.at_commit:
                self.count()
        return execute(sql, params, many, context)

    @contextmanager
    def in_the_way(self) -> Iterator[None]:
        commit = connection._commit

        def failing_commit() -> None:
            is_open, self.is_open = self.is_open, False
            if self.at_commit and is_open:
                self.count()
            commit()

        wrapped = connection.execute_wrapper(self.statement)
        with mock.patch.object(connection, "_commit", failing_commit), wrapped:
            yield


def state() -> dict[str, Any]:
    """Return every row of the blog."""
    tables = [name for name in connection.introspection.table_names() if name.startswith("blog_")]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def lost_files() -> list[str]:
    """Return the files that rows name and the storage does not have.

    The other way round they may differ: a file without a row is taken by `clean_orphans`.
    """
    fields = ("file", "small", "medium", "large")
    names = (name for row in Media.objects.values_list(*fields) for name in row if name)
    return [name for name in names if not default_storage.exists(name)]


def send(world: World, write: Write) -> Any:
    body, kind = write.body, "application/json"
    if callable(body):
        body, kind = encode_multipart(BOUNDARY, body()), MULTIPART_CONTENT
    else:
        if body is None:  # What only the world knows: the two parts of a mailed link.
            body = world.bodies.get((write.address, write.method), {}).get("")
        body = json.dumps(with_ids(body, world)) if body else ""
    headers = {"idempotency-key": write.key} if write.key else {}
    path = f"/api/v1/{write.address.format_map(world.ids)}"
    return world.client.generic(write.method, path, body, kind, headers=headers)


def with_ids(body: dict[str, Any], world: World) -> dict[str, Any]:
    """Put the ids of comments in the place of their names."""
    comments = world.ids["comment"]
    if "ids" in body:
        return {**body, "ids": [comments[name] for name in body["ids"]]}
    if "content" in body and "parent" in body:
        return {**body, "parent": comments[body["parent"]]}
    return body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES[::3], ids=str)
def test_a_write_that_fails_in_the_middle_leaves_nothing_behind(write):
    """Every third; tests/deep/test_one_transaction.py: each write, statement and commit."""
    leaves_nothing_behind(write, at_commit=False, numbers=(2, MOST))


def leaves_nothing_behind(write: Write, *, at_commit: bool, numbers: Iterable[int]) -> None:
    """Send the request with a fault at each of these numbers, until none is met any more."""
    with_role("editor", "moderator")  # Somebody whom the outbox has to write to.
    world = World(write.role)
    write.before(world)
    before = state()
    for number in numbers:
        fault = Fault(number, at_commit)
        with fault.in_the_way():
            response = send(world, write)
        if not fault.has_happened:
            break
        text = response.content.decode()
        assert response.status_code == 503, (number, text)
        assert response.json()["code"] == "unavailable"
        assert "disk" not in text
        assert state() == before, f"statement {number}"
        assert not lost_files()
    # With the database well again the same request is carried out, by the same key too.
    assert response.status_code < 300, response.content
    assert state() != before
