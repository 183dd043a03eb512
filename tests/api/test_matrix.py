"""Who may do what: every route, method, role and state of the object (contract section 6).

The tables of tests/api/matrix/ are written by hand; how to read them stands in its table.py.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import get_resolver
from django.utils import timezone

from tests.api.matrix.table import CELLS, METHODS, ROLES, SCOPES, Cell
from tests.api.matrix.world import World

PLACEHOLDER = re.compile(r"\(\?P<\w+>[^)]*\)|<[^>]*>|{\w+}|(?<=/)1(?=/)")
# What is not the API: pages (the same views again, see tests/html/), and what everybody may read.
ELSEWHERE = ("/blog/", "/accounts/", "/admin/", "/health/", "/sitemap.xml", "/robots.txt")
SIGNED_IN = ROLES[1:]
READS = ("GET", "HEAD", "OPTIONS")


@pytest.fixture(autouse=True)
def _as_often_as_you_like(settings, caplog):
    settings.THROTTLE = False
    # A line for each of a thousand requests would hide the list of wrong cells.
    caplog.set_level("WARNING", "broadsheet.access")


def of_role(role: str) -> list[Cell]:
    return [cell for cell in CELLS if cell.role == role]


def problem_of(response: Any) -> Any:
    is_problem = response.headers.get("Content-Type") == "application/problem+json"
    return response.json() if is_problem and response.content else {}


def report(wrong: Iterable[str]) -> str:
    lines = list(wrong)
    return "\n".join([f"{len(lines)} wrong cells", *lines])


# The table itself.


def test_there_are_enough_cells_and_none_twice():
    assert len(CELLS) >= 2_500
    assert not [cell for cell, times in Counter(map(str, CELLS)).items() if times > 1]


def form_of(route: str) -> str:
    """Return the whole address with every placeholder alike, whoever writes it how."""
    whole = route if route.startswith("/") else f"/api/v1/{route}"
    return PLACEHOLDER.sub("*", whole)


def addresses(patterns: Any, prefix: str = "/") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern).strip("^$")
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield form_of(address), pattern.callback


def methods_of(view: Any) -> set[str]:
    """Return the methods that a view answers."""
    names = getattr(view, "actions", None) or [
        m for m in view.cls.http_method_names if m in dir(view.cls)
    ]
    known = {name.upper() for name in names if name in view.cls.http_method_names}
    return known | {"OPTIONS"} | ({"HEAD"} if "GET" in known else set())


def test_every_route_and_method_of_the_url_configuration_has_cells():
    there: dict[str, set[str]] = defaultdict(set)
    for address, view in addresses(get_resolver().url_patterns):
        if address.startswith("/api/"):
            there[address] |= methods_of(view)
        else:
            assert address == "/" or address.startswith(ELSEWHERE), address
    asked, answered = defaultdict(set), defaultdict(set)
    for cell in CELLS:
        asked[form_of(cell.route)].add(cell.method)
        answered[form_of(cell.route)] |= {cell.method} if cell.status != 405 else set()
    assert answered == there
    assert asked == {address: set(METHODS) for address in there}


# By session.


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(role):
    world, wrong = World(role), []
    # What is hidden and what is missing must not be told apart by the words either.
    words: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cell in of_role(role):
        response = world.ask(cell)
        if response.status_code != cell.status:
            wrong.append(f"{cell}: {response.status_code}, not {cell.status}")
        elif cell.status == 404 and cell.method != "HEAD":
            words[cell.route, cell.method].add(problem_of(response)["detail"])
    wrong += [f"{role}: {place}: {said}" for place, said in words.items() if len(said) > 1]
    assert not wrong, report(wrong)


# By token.


def by_token(role: str) -> Iterator[tuple[Cell, str]]:
    """Yield cells, each with the scope of the token to ask with.

    What the role may do is asked with the scope that it takes, the next narrower one, and both
    ends; what it may not, with the widest: a token never adds a right. Reads are asked with the
    narrowest, which reads what its owner reads.
    """
    for cell in of_role(role):
        if cell.method == "GET" and cell.status != 405:
            yield cell, "read"
        elif cell.status == 403:
            yield cell, "admin"
        elif cell.status < 400 and cell.method not in READS:
            needed = 0 if cell.scope == "-" else SCOPES.index(cell.scope)
            for number in sorted({0, max(0, needed - 1), needed, len(SCOPES) - 1}):
                yield cell, SCOPES[number]


@pytest.mark.django_db
@pytest.mark.parametrize("role", SIGNED_IN)
def test_a_token_narrows_its_owners_rights_and_never_adds_to_them(role):
    world, wrong = World(role), []
    secrets = {scope: world.token(scope)[1] for scope in SCOPES}
    for cell, scope in by_token(role):
        response = world.ask(cell, secrets[scope])
        allowed, status = cell.status_with(scope), response.status_code
        if status not in allowed:
            wrong.append(f"{scope} token of {cell}: {status}, not {allowed}")
        elif cell.says_so and cell.status < 400 and cell.status not in allowed:
            code = problem_of(response)["code"]
            wrong += [f"{scope} token of {cell}: {code}"] * (code != "insufficient_scope")
    assert not wrong, report(wrong)


def expired(world: World) -> str:
    token, secret = world.token("admin")
    token.expires_at = timezone.now() - timedelta(seconds=1)
    token.save()
    return secret


def revoked(world: World) -> str:
    token, secret = world.token("admin")
    token.delete()
    return secret


def of_somebody_inactive(world: World) -> str:
    world.me.is_active = False
    world.me.save()
    return world.token("admin")[1]


def malformed(world: World) -> str:
    return "broadsheet_ no such token"


@pytest.mark.django_db
@pytest.mark.parametrize("spoilt", [expired, revoked, of_somebody_inactive, malformed])
def test_a_token_that_does_not_hold_is_refused_everywhere(spoilt):
    world = World("admin")
    secret = spoilt(world)
    # One cell for each route and method, whatever it says: public reads and 405s as well.
    cells = {(cell.route, cell.method): cell for cell in of_role("admin")}.values()
    answers = {str(cell): world.ask(cell, secret).status_code for cell in cells}
    wrong = [f"{cell}: {status}, not 401" for cell, status in answers.items() if status != 401]
    assert not wrong, report(wrong)
