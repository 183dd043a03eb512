"""What Django 6 has and Django 5.2 has not yet."""

from collections.abc import Callable

import django
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OwnContentSecurityPolicyMiddleware:
    """Sends the policy of SECURE_CSP, read as Django 6 reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        directives = (f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())
        self.policy = "; ".join(directives)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


if django.VERSION >= (6, 0):
    from django.middleware.csp import ContentSecurityPolicyMiddleware
else:
    ContentSecurityPolicyMiddleware = OwnContentSecurityPolicyMiddleware  # type: ignore[assignment,misc]

__all__ = ["ContentSecurityPolicyMiddleware"]
