"""Asks the cells of the tables, and tells which are not answered as they should be.

tests/api/test_matrix.py asks what takes long for a few roles only, tests/deep/ for all of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.api.matrix.table import CELLS, READS, SCOPES, Cell
from tests.api.matrix.world import World


def problem_of(response: Any) -> Any:
    is_problem = response.headers.get("Content-Type") == "application/problem+json"
    return response.json() if is_problem and response.content else {}


def report(wrong: Iterable[str]) -> str:
    lines = list(wrong)
    return "\n".join([f"{len(lines)} wrong cells", *lines])


def of_role(role: str, *, pages: bool | None = None) -> list[Cell]:
    """Return the cells of a role: all of them, or only those of pages, or only those of the API."""
    return [c for c in CELLS if c.role == role and pages in (None, c.is_of_pages)]


# By session.


def wrong_by_session(role: str, *, pages: bool, unlike: str = "") -> list[str]:
    """Return the cells that a program with this role's session gets another answer to.

    With `unlike`, only those are asked that another role is answered otherwise.
    """
    same = {(c.method, c.route, c.target, c.doing, c.status) for c in of_role(unlike)}
    cells = [
        c
        for c in of_role(role, pages=pages)
        if (c.method, c.route, c.target, c.doing, c.status) not in same
    ]
    world, wrong = World(role), []
    # What is hidden and what is missing must not be told apart by the words either.
    words: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cell in cells:
        response = world.ask(cell)
        if response.status_code != cell.status:
            wrong.append(f"{cell}: {response.status_code}, not {cell.status}")
        elif cell.status >= 400 and cell.method != "HEAD":
            problem = problem_of(response)
            if not problem:
                wrong.append(f"{cell}: {cell.status} without problem details")
            elif cell.status == 404:
                words[cell.route, cell.method].add(problem["detail"])
    wrong += [f"{role}: {place}: {said}" for place, said in words.items() if len(said) > 1]
    return wrong


# By browser.


def wrong_by_browser(role: str) -> list[str]:
    """Return the cells of pages and forms that a person with a browser gets another answer to."""
    world, wrong = World(role), []
    cells = [c for c in of_role(role, pages=True) if c.method in ("GET", "POST")]
    forms = {(c.route, c.target): c.status for c in cells if c.method == "GET"}
    for cell in cells:
        response = world.ask(cell, as_browser=True)
        # A form that could not be done is shown again, if it is there to be shown.
        form = forms.get((cell.route, cell.target), 200) if cell.status == 409 else 200
        status = cell.status if form < 400 else form
        if not is_page_of(cell, status, response):
            place = response.headers.get("Location", "")
            wrong.append(f"a page, {cell}: {response.status_code} {place}, for a {status}")
    return wrong


def is_page_of(cell: Cell, status: int, response: Any) -> bool:
    """Whether it is what a browser is answered where a program is answered this status."""
    leads_to = response.headers.get("Location", "")
    if status == 401:
        return response.status_code == 303 and leads_to.startswith("/accounts/login/?next=")
    if cell.method == "POST" and status < 300:
        return response.status_code == 303 and "?next=" not in leads_to
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return response.status_code == status and (is_page or status == 308)


# By token.


def by_token(role: str) -> Iterator[tuple[Cell, str]]:
    """Yield cells, each with the scope of the token to ask with.

    What the role may do is asked with the scope that it takes, the next narrower one, and both
    ends; what it may not, with the widest: a token never adds a right.
    Reads are asked with the narrowest, which reads what its owner reads; the few that take a wider
    one (forms, the list of tokens) with that as well.
    """
    for cell in of_role(role, pages=None):
        needed = 0 if cell.scope == "-" else SCOPES.index(cell.scope)
        if cell.method == "GET" and cell.status != 405:
            for number in sorted({0, needed} if cell.status < 400 else {0}):
                yield cell, SCOPES[number]
        elif cell.status == 403:
            yield cell, "admin"
        elif cell.status < 400 and cell.method not in READS:
            for number in sorted({0, max(0, needed - 1), needed, len(SCOPES) - 1}):
                yield cell, SCOPES[number]


def wrong_by_token(role: str) -> list[str]:
    """Return the cells in which a token does not narrow its owner's rights, or adds to them."""
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
    return wrong


# By a token that does not hold.


def not_refused(spoil: Callable[[World], str]) -> list[str]:
    """Return the routes and methods where such a token is not answered with 401."""
    world = World("admin")
    secret = spoil(world)
    # One cell for each route and method, whatever it says: public reads and 405s as well.
    cells = {(cell.route, cell.method): cell for cell in of_role("admin")}.values()
    answers = {str(cell): world.ask(cell, secret).status_code for cell in cells}
    return [f"{cell}: {status}, not 401" for cell, status in answers.items() if status != 401]


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
