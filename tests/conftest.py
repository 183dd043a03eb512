"""The cast, and a client that asks as a frontend would."""

import gc
import json
from collections.abc import Callable, Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from _pytest import runner
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connections, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client

from blog.models import Change
from tests.factories import make_person

# With the usual threshold a tenth of the time goes into walking through what Django and the tests
# keep, again and again, for the garbage of a few requests.
gc.set_threshold(100_000, 20, 100)


def roomy(names: int = 40_000) -> Callable[[Callable[[], Any]], Any]:
    """Return a function that calls another one, with a frame so large that many fit beside it.

    CPython 3.11 and later keep frames in pieces of 16 kB, and map and unmap a piece of memory at
    each call that crosses the end of one. Tests are called so deep that some loop always does: it
    took a quarter of the time. A frame that needs more gets the power of two that holds it.
    """
    space: dict[str, Any] = {}
    exec(f"def call(what):\n return what()\n {'='.join(f'x{n}' for n in range(names))}=0", space)
    return space["call"]


with_room = roomy()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    return with_room(lambda: runner.pytest_runtest_protocol(item, nextitem))


def pytest_collection_finish():
    """Leave out of every collection what is there for good."""
    gc.freeze()


@receiver(post_migrate)
def _roles(sender, using, **kwargs):
    """Bring back the rows of a migration, which the end of a transactional test flushes."""
    if sender.name == "blog":
        editor = SimpleNamespace(connection=connections[using])
        import_module("blog.migrations.0003_roles").make_roles(apps, editor)
        import_module("blog.migrations.0007_changes").open_to_admins(apps, editor)
        # SQLite empties table by table: the triggers see posts go.
        Change.objects.using(using).all().delete()


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Make what the tests of a file only read, or change each for itself: `once(make_blog)`.

    It is in a transaction around those of the tests, and goes with the last of them. Whatever is
    made by it is there for every test of the file, so let it be made before the first (`autouse`).
    Not for files with tests that commit.
    """
    atomic = transaction.atomic()
    atomic._from_testcase = True  # So that `atomic(durable=True)` is as content as in any test.

    def make(what: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return what()

    make(atomic.__enter__)
    yield make
    make(lambda: transaction.set_rollback(True))
    make(lambda: atomic.__exit__(None, None, None))


def with_role(role: str, username: str | None = None):
    person = make_person(username or role)
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def reader(db):
    return make_person("reader")


@pytest.fixture
def contributor(db):
    return with_role("contributor")


@pytest.fixture
def author(db):
    return with_role("author")


@pytest.fixture
def stranger(db):
    """Another author, with nothing to do with the post in question."""
    return with_role("author", "stranger")


@pytest.fixture
def editor(db):
    return with_role("editor")


@pytest.fixture
def admin(db):
    return make_person("admin", is_staff=True, is_superuser=True)


class Api:
    """Asks like curl does: any Accept, errors as answers and not as exceptions."""

    def __init__(self, person: Any = None) -> None:
        self.client = Client(raise_request_exception=False)
        if person is not None:
            self.client.force_login(person)

    def get(self, path: str, accept: str | None = None, /, **query: Any):
        path = path if path.startswith("/") else f"/api/v1/{path}"
        headers = {} if accept is None else {"accept": accept}
        return self.client.get(path, query, headers=headers)

    def json(self, path: str, status: int = 200, /, **query: Any) -> Any:
        response = self.get(path, **query)
        assert response.status_code == status, response.content
        return response.json()

    def send(self, method: str, path: str, data: Any = None, /, **headers: str):
        """Write as a program does; `if_match="…"` is sent as the header `If-Match`."""
        path = path if path.startswith("/") else f"/api/v1/{path}"
        body = b"" if data is None else json.dumps(data)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = "" if data is None else "application/json"
        return self.client.generic(method.upper(), path, body, kind, headers=named)

    def write(self, status: int, method: str, path: str, data: Any = None, /, **headers: str):
        """Write, and return what was answered with this status."""
        response = self.send(method, path, data, **headers)
        assert response.status_code == status, response.content
        return response.json() if response.content else None

    def errors(self, method: str, path: str, data: Any = None, status: int = 400) -> dict[str, str]:
        """Write, and return the code of each mistake by its pointer."""
        problem = self.write(status, method, path, data)
        return {entry["pointer"]: entry["code"] for entry in problem["errors"]}

    def titles(self, path: str = "posts/", /, **query: Any) -> list[str]:
        return [post["title"] for post in self.json(path, **query)["results"]]


@pytest.fixture
def api(db) -> Api:
    return Api()


@pytest.fixture
def as_person(db):
    """Return a client for a person: `as_person(editor).json("posts/")`."""
    return Api
