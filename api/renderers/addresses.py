"""The addresses of a list in its other representations."""

from typing import Any

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from rest_framework.utils.urls import replace_query_param

from api.links import absolute


def list_address(request: HttpRequest, *, drop: tuple[str, ...], **parameters: str) -> str:
    """Return the address of the requested list under its filter, without the dropped parameters."""
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in parameters.items():
        query[name] = value
    path = escape_uri_path(request.path)
    return absolute(f"{path}?{query.urlencode()}" if query else path)


def in_format(url: str, name: str, view: Any) -> str:
    """Return an address that gives this format whatever its reader accepts.

    A feed that was negotiated by `Accept` would else link to a page: readers send no `Accept`.
    """
    if getattr(view, "prefers", None) == name:
        return url
    return replace_query_param(url, "format", name)
