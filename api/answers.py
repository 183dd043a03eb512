"""Writes errors as the request asks for them: problem details in JSON, or a page.

DRF's views, the middleware (for what happens outside of them) and Django's own error handlers all
end in `respond`, so every status has one shape and one wording.
"""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from rest_framework.renderers import JSONRenderer
from rest_framework.views import set_rollback

from api.error_map import problem_from
from api.exceptions import Moved
from api.negotiation import best
from api.problems import Problem

log = logging.getLogger("broadsheet.errors")

PAGES_FIRST = ("/blog/", "/accounts/", "/admin/")
TYPES = {"json": ("application/json", "application/problem+json"), "html": ("text/html",)}


def respond(request: HttpRequest, what: BaseException | Problem) -> HttpResponse:
    """Answer with an error as the request asks for it; where nothing fits, as JSON."""
    response: HttpResponse
    if isinstance(what, Moved):
        response = HttpResponsePermanentRedirect(what.location, preserve_request=True)
    else:
        problem = what if isinstance(what, Problem) else problem_from(what)
        if problem.status >= 500 and isinstance(what, BaseException):
            log.error("%s", problem.code, exc_info=what)
        response = _represented(request, problem)
    patch_vary_headers(response, ["Accept", "Cookie", "Authorization"])
    return response


def _represented(request: HttpRequest, problem: Problem) -> HttpResponse:
    data = problem.data(request)
    response = _page(data) if _wants_page(request) else _json(data)
    response.status_code = problem.status
    for name, value in problem.headers.items():
        response[name] = value
    if problem.status != 404:
        # It depends on who asks, or passes soon.
        response["Cache-Control"] = "no-store"
    if request.method == "HEAD":
        # RFC 9110, 9.3.2: the length is that of the GET.
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _wants_page(request: HttpRequest) -> bool:
    html_first = f"{request.path_info}/".startswith(PAGES_FIRST)
    order = ("html", "json") if html_first else ("json", "html")
    try:
        asked = request.GET.get("format")
    except TooManyFieldsSent:  # That may be the very error that is being answered.
        asked = None
    if asked in order:
        return asked == "html"
    names = [name for name in order for _ in TYPES[name]]
    index = best(request.META.get("HTTP_ACCEPT", ""), [t for name in order for t in TYPES[name]])
    return index is not None and names[index] == "html"


def _json(data: dict[str, Any]) -> HttpResponse:
    return HttpResponse(JSONRenderer().render(data), content_type="application/problem+json")


def _page(data: dict[str, Any]) -> HttpResponse:
    site = {
        "name": settings.SITE_NAME,
        "description": settings.SITE_DESCRIPTION,
        "url": settings.SITE_URL,
    }
    # Without `request`: the context processors may need the very database that is away.
    context = {"data": data, "status_code": data["status"], "site": site}
    try:
        html = render_to_string("blog/error.html", context)
    except Exception:
        log.exception("The error page cannot be rendered")
        html = format_html(BARE, data["title"], data["detail"], data["request_id"])
    return HttpResponse(html)


BARE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>{0}</title>"
    "<h1>{0}</h1><p>{1}</p><p>Request id: {2}</p></html>"
)


def exception_handler(exc: Exception, context: dict[str, Any]) -> HttpResponse:
    """Answer for DRF; what was written before the mistake is rolled back with it."""
    set_rollback()
    return respond(context["request"]._request, exc)
