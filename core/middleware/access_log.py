"""One structured line for each request, and its duration in the answer."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

log = logging.getLogger("broadsheet.access")


class AccessLog:
    """Logs the path without its query, which may hold what a reader searched for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = perf_counter()
        response = self.get_response(request)
        duration = round((perf_counter() - start) * 1000, 1)
        response["X-Response-Time"] = f"{duration}ms"
        match = request.resolver_match
        # A link that sets a password is a secret: its route says enough.
        path = f"/{match.route}" if match and "token" in match.kwargs else request.path
        log.info(
            "%s %s",
            request.method,
            path,
            extra={
                "method": request.method,
                "path": path,
                "route": match.route if match else None,
                "status": response.status_code,
                "duration_ms": duration,
                "user_id": known_user_id(request),
            },
        )
        return response


def known_user_id(request: HttpRequest) -> int | None:
    """Return the id of the person if the request needed to know; a log line costs no query."""
    user = vars(request).get("user")
    if isinstance(user, SimpleLazyObject):  # Asking it would load the session.
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
