"""Absolute links, made from SITE_URL and never from the Host header, which a client can forge."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from rest_framework.utils.urls import remove_query_param, replace_query_param


def absolute(path: str) -> str:
    """Return the link to a path of this site."""
    return f"{settings.SITE_URL}{path}"


def api_url(name: str, **kwargs: object) -> str:
    """Return the link to a route of the API."""
    return absolute(reverse(f"api:{name}", kwargs=kwargs or None))


def same_with(request: HttpRequest, **parameters: object) -> str:
    """Return the link to the requested list with other query parameters; None leaves one out."""
    url = absolute(request.get_full_path())
    for name, value in parameters.items():
        if value is None:
            url = remove_query_param(url, name)
        else:
            url = replace_query_param(url, name, value)
    return url


def with_kwargs(request: HttpRequest, **kwargs: object) -> str:
    """Return the link to the requested route with other parts of the path, its query kept."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view runs, so the path was resolved
    path = reverse(match.view_name, kwargs={**match.kwargs, **kwargs})
    query = request.META.get("QUERY_STRING", "")
    return absolute(f"{path}?{query}" if query else path)
