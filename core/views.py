"""Health, the way in, and Django's error handlers."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from api.answers import respond
from api.problems import Problem
from api.safe import read_only


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
    checks = {"database": state_of(ask_database), "cache": state_of(ask_cache)}
    ready = set(checks.values()) == {"ok"}
    body = {"status": "ok" if ready else "unavailable", "checks": checks}
    return JsonResponse(body, status=200 if ready else 503)


def state_of(check: Callable[[], Any]) -> str:
    """Return "ok" or "down"; the reason is for the log of what is down, not for the public."""
    try:
        check()
    except Exception:
        return "down"
    return "ok"


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM blog_post LIMIT 1")


def ask_cache() -> None:
    cache.set("health", "ok", 5)
    if cache.get("health") != "ok":
        raise RuntimeError


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
