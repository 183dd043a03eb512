"""What Django 6 has and Django 5.2 has not yet."""

from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OwnContentSecurityPolicyMiddleware:
    """Sends the policy of SECURE_CSP, read as Django 6 reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.SECURE_CSP:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.policy = "; ".join(
            _directive(name, values) for name, values in settings.SECURE_CSP.items() if values
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


def _directive(name: str, values: Any) -> str:
    """Return one directive; `True` stands for one without sources."""
    if values is True:
        return name
    if isinstance(values, set):
        values = sorted(values)
    sources = values if isinstance(values, list | tuple) else [values]
    return " ".join([name, *map(str, sources)])


if django.VERSION >= (6, 0):
    from django.middleware.csp import ContentSecurityPolicyMiddleware
else:
    ContentSecurityPolicyMiddleware = OwnContentSecurityPolicyMiddleware  # type: ignore[assignment,misc]

__all__ = ["ContentSecurityPolicyMiddleware"]
