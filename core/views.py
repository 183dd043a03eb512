"""Health, the way in, and Django's error handlers."""

import logging
import sys
from collections.abc import Callable
from threading import Thread
from time import monotonic
from typing import Any

from django.core.cache import cache
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection, connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from api.answers import respond
from api.problems import Problem
from api.safe import read_only

log = logging.getLogger("broadsheet.health")
LIMIT = 1.0  # Seconds that a check may take; whoever asks gives up soon after.


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Lead from the bare host to the blog."""
    return HttpResponseRedirect(reverse("blog:post-list"))


@never_cache
@read_only
def health_live(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs; a supervisor restarts it where this does not answer."""
    return JsonResponse({"status": "ok"})


@never_cache
@read_only
def health_ready(request: HttpRequest) -> HttpResponse:
    """Answer whether requests can be served, and name what is down: 200 or 503."""
    checks = {
        # A file answers at once or not at all, and has no connection to spare in memory.
        "database": Check(ask_database, aside=connection.vendor != "sqlite"),
        "cache": Check(ask_cache, aside=True),
    }
    states = states_of(checks)
    ready = set(states.values()) == {"ok"}
    body = {"status": "ok" if ready else "unavailable", "checks": states}
    return JsonResponse(body, status=200 if ready else 503)


class Check(Thread):
    """Asks one service, aside where that could hang: the answer must not hang with it."""

    def __init__(self, ask: Callable[[], Any], *, aside: bool) -> None:
        super().__init__(daemon=True)
        self.ask, self.aside, self.state = ask, aside, "down"

    def run(self) -> None:
        try:
            self.look()
        finally:
            connections.close_all()  # Those of this thread.

    def look(self) -> None:
        try:
            self.ask()
            self.state = "ok"
        except Exception:
            # The reason is for the log, not for the public.
            log.warning("Not ready", exc_info=True)


def states_of(checks: dict[str, Check]) -> dict[str, str]:
    """Return "ok" or "down" for each; down is also what has not answered after LIMIT."""
    until = monotonic() + LIMIT
    for check in checks.values():
        check.start() if check.aside else check.look()
    for check in checks.values():
        if check.aside:
            check.join(max(0, until - monotonic()))
    return {name: check.state for name, check in checks.items()}


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM blog_post LIMIT 1")


def ask_cache() -> None:
    cache.set("health", "ok", 5)
    if cache.get("health") != "ok":
        raise RuntimeError("The cache forgot what it was given.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return respond(request, exception or Http404())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return respond(request, exception or BadRequest())


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return respond(request, exception or PermissionDenied())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an exception outside of any view, which Django is handling right now."""
    return respond(request, sys.exc_info()[1] or Problem("internal_error"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return respond(request, Problem("csrf_failed"))
