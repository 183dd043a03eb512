"""Who may do what: every route, method, role and state of the object (contract section 6).

The tables of tests/api/matrix/ are written by hand; how to read them stands in its table.py.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver

from tests.api.matrix.asking import (
    not_refused,
    report,
    revoked,
    wrong_by_session,
)
from tests.api.matrix.table import CELLS, METHODS, READS

PLACEHOLDER = re.compile(r"\(\?P<\w+>[^)]*\)|<[^>]*>|{\w+}|(?<=/)1(?=/)")
ASKED = ("/api/", "/blog/", "/accounts/")
# Django's own site, which is the admins', and what everybody may read; images in development only.
ELSEWHERE = ("/admin/", "/health/", "/media/", "/sitemap.xml", "/robots.txt")


@pytest.fixture(autouse=True)
def _as_often_as_you_like(settings, caplog):
    settings.THROTTLE = False
    # A line for each of a thousand requests would hide the list of wrong cells.
    caplog.set_level("WARNING", "broadsheet.access")


# The table itself.


def test_there_are_enough_cells_and_none_twice():
    assert len(CELLS) >= 4_000
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
    """Return the methods that a view answers; what has no class reads only (api/safe.py)."""
    if not hasattr(view, "cls"):
        return set(READS)
    names = getattr(view, "actions", None) or [
        m for m in view.cls.http_method_names if m in dir(view.cls)
    ]
    known = {name.upper() for name in names if name in view.cls.http_method_names}
    return known | {"OPTIONS"} | ({"HEAD"} if "GET" in known else set())


def test_every_route_and_method_of_the_url_configuration_has_cells():
    there: dict[str, set[str]] = defaultdict(set)
    for address, view in addresses(get_resolver().url_patterns):
        if address.startswith(ASKED):
            there[address] |= methods_of(view)
        else:
            assert address == "/" or address.startswith(ELSEWHERE), address
    asked, answered = defaultdict(set), defaultdict(set)
    for cell in CELLS:
        asked[form_of(cell.route)].add(cell.method)
        answered[form_of(cell.route)] |= {cell.method} if cell.status != 405 else set()
    assert answered == there
    assert asked == {address: set(METHODS) for address in there}


# The answers. The same viewsets answer at both mounts: the pages, and what tokens may, are asked in
# tests/deep/.


@pytest.mark.django_db
# What is left out, the others and what is the same for two, takes its turn in make deep.
@pytest.mark.parametrize(
    ("role", "unlike"), [("anonymous", ""), ("author", "anonymous"), ("editor", "author")]
)
def test_everybody_gets_what_the_table_says(role, unlike):
    wrong = wrong_by_session(role, pages=False, unlike=unlike)
    assert not wrong, report(wrong)


@pytest.mark.django_db
def test_a_token_that_does_not_hold_is_refused_everywhere():
    wrong = not_refused(revoked)
    assert not wrong, report(wrong)
