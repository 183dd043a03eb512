"""Requests whose text is UTF-8, whatever their `Content-Type` names."""

from typing import Any

from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class OnlyUTF8:
    """Reads the kind of a body and leaves its `charset` to the parsers, which refuse it by name.

    Django makes it the encoding of the query string as well, before any middleware runs:
    `charset=bz2_codec` would be a 500 without a body, an id or a log line.
    """

    content_type: str | None
    content_params: dict[str, str] | None

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            found = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            found = "", {}
        self.content_type, self.content_params = found


class Request(OnlyUTF8, WSGIRequest):
    """A request by WSGI."""


class AsyncRequest(OnlyUTF8, ASGIRequest):
    """A request by ASGI."""


class WSGI(WSGIHandler):
    """Django's handler, with our requests."""

    request_class = Request


class ASGI(ASGIHandler):
    """Django's handler, with our requests."""

    request_class = AsyncRequest
