"""What an address may look like, before any view sees it."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.answers import respond
from api.problems import Problem

LONGEST_PATH, LONGEST_QUERY = 2_048, 8_192
BROKEN = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
BOTH_FORMS = ("/api", "/blog", "/accounts")


class CleanInput:
    """Refuses NUL bytes, invalid UTF-8 and over-long addresses, which no row can match anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if fault := self.fault(request):
            return respond(request, Problem("bad_request", fault))
        return self.get_response(request)

    def fault(self, request: HttpRequest) -> str | None:
        query = request.META.get("QUERY_STRING", "")
        if len(request.path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            return f"An address has at most {LONGEST_PATH} characters, its query {LONGEST_QUERY}."
        if "\0" in request.path or b"\0" in (raw := unquote_to_bytes(query)):
            return "The address holds a NUL byte."
        # Django leaves what is not UTF-8 in a path percent-encoded, and a query as it came.
        if BROKEN.search(request.path) or not _is_utf8(raw):
            return "The address is not UTF-8."
        return None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


class EitherSlash:
    """Answers an address without its trailing slash as the one with it, every method alike.

    A redirect would lose the body of a POST.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.endswith("/") and path.startswith(BOTH_FORMS):
            request.path_info += "/"
            request.path += "/"
        return self.get_response(request)
