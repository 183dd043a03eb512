"""What an address may look like, before any view sees it."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.answers import respond
from api.problems import Problem

LONGEST_PATH, LONGEST_QUERY = 2_048, 16_384
# An image of 10 MB in its envelope; what takes less says so itself (api/parsers.py).
LARGEST_BODY = 11_000_000
# Of what is not UTF-8 in a path, Django leaves `%FF`, and an ASGI server U+FFFD.
NOT_UTF8 = re.compile("%[89A-Fa-f][0-9A-Fa-f]|\ufffd")
BOTH_FORMS = ("/api/", "/blog/", "/accounts/")


class CleanInput:
    """Refuses NUL bytes, invalid UTF-8 and over-long addresses, which no row can match anyway.

    And bodies that nothing here takes, before they fill a disk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _length(request) > LARGEST_BODY:
            return respond(request, Problem("too_large"))
        if fault := _fault(request.path, request.META.get("QUERY_STRING", "")):
            return respond(request, Problem("bad_request", fault))
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    """Return how many bytes the body says it has; nothing of it is read yet."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given[:20]) if given.isascii() and given.isdigit() else 0


def _fault(path: str, query: str) -> str | None:
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return f"A path has at most {LONGEST_PATH} characters, a query {LONGEST_QUERY}."
    # WSGI hands over bytes as Latin-1; a client may send them without percent-encoding.
    raw_query = unquote_to_bytes(query.encode("latin-1", "replace"))
    if "\0" in path or b"\0" in raw_query:
        return "The address holds a NUL byte."
    if NOT_UTF8.search(path) or not _is_utf8(raw_query):
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
        if not request.path_info.endswith("/") and f"{request.path_info}/".startswith(BOTH_FORMS):
            request.path_info += "/"
            request.path += "/"
        return self.get_response(request)
