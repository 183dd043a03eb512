"""What every answer gets, and what an exception outside of a view becomes."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from api.answers import respond
from api.problems import Problem

log = logging.getLogger("broadsheet.errors")


class Problems:
    """Turns what views outside of DRF raise into the one shape of errors, in DEBUG too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()
        except DisallowedHost as exc:
            # Here, so that static files are refused as well; the log says which host to allow.
            log.warning("%s", exc)
            return respond(request, Problem("bad_request", "This server has no such host."))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponseBase:
        return respond(request, exc)


class PoweredBy:
    """Sends the documents' `X-Powered-By`, only where a setting names one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.POWERED_BY:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["X-Powered-By"] = settings.POWERED_BY
        return response


class GZip(GZipMiddleware):
    """Compresses only what holds no secret, which the compressed length could betray (BREACH)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.META.get("HTTP_COOKIE") or request.META.get("HTTP_AUTHORIZATION"):
            return response
        return super().process_response(request, response)
