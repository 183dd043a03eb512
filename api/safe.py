"""For the few views that are not REST framework's: they read only, and say so as the others do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import MethodNotAllowed

from api.answers import respond

ALLOWED = "GET, HEAD, OPTIONS"


def read_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer OPTIONS, and refuse whatever would write with the one shape of errors."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": ALLOWED})
        response = respond(request, MethodNotAllowed(str(request.method)))
        response["Allow"] = ALLOWED
        return response

    return wrapped
