"""What Django 6 has and Django 5.2 has not yet."""

from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Their names before Django 6.1, by the names that a mailer's options have since then.
EMAIL_SETTINGS = {
    "host": "EMAIL_HOST",
    "port": "EMAIL_PORT",
    "username": "EMAIL_HOST_USER",
    "password": "EMAIL_HOST_PASSWORD",
    "use_tls": "EMAIL_USE_TLS",
    "use_ssl": "EMAIL_USE_SSL",
    "timeout": "EMAIL_TIMEOUT",
    "file_path": "EMAIL_FILE_PATH",
}


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


def mail_settings(mailer: dict[str, Any]) -> dict[str, Any]:
    """Return the settings for a mailer, as the running Django wants them."""
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": mailer}}
    options = {EMAIL_SETTINGS[name]: value for name, value in mailer["OPTIONS"].items()}
    return {"EMAIL_BACKEND": mailer["BACKEND"], **options}


if django.VERSION >= (6, 0):
    from django.middleware.csp import ContentSecurityPolicyMiddleware
else:
    ContentSecurityPolicyMiddleware = OwnContentSecurityPolicyMiddleware  # type: ignore[assignment,misc]

__all__ = ["ContentSecurityPolicyMiddleware", "mail_settings"]
