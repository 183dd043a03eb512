"""The one file that maps errors to problem details (RFC 9457); api/answers.py writes them out."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf
from rest_framework.serializers import as_serializer_error

from api.negotiation import UnknownFormat
from blog.errors import BadValue, BlogError, NotAllowed, Stale
from blog.images import ImageTooLarge, UnsupportedImage

RETRY_AFTER = "2"
# code → (status, title)
CODES = {
    "bad_request": (400, "The request is malformed"),
    "validation_error": (400, "The request is not valid"),
    "not_authenticated": (401, "You are not signed in"),
    "permission_denied": (403, "You may not do this"),
    "insufficient_scope": (403, "The token does not reach this far"),
    "csrf_failed": (403, "The CSRF check failed"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "Method not allowed"),
    "not_acceptable": (406, "None of the representations is acceptable"),
    "conflict": (409, "The request conflicts with what is there"),
    "still_running": (409, "The first request with this key is still running"),
    "precondition_failed": (412, "The object has changed"),
    "too_large": (413, "The request is too large"),
    "unsupported_media_type": (415, "Unsupported media type"),
    "idempotency_key_reused": (422, "The key was used for another request"),
    "throttled": (429, "Too many requests"),
    "internal_error": (500, "Internal error"),
    "unavailable": (503, "Temporarily unavailable"),
    "insufficient_storage": (507, "The disk is full"),
}
DETAILS = {
    "bad_request": "The server could not understand the request.",
    "not_authenticated": "Sign in, or send `Authorization: Bearer <token>`.",
    "not_found": "There is nothing at this address, or nothing that you may see.",
    "permission_denied": "Your role does not allow this.",
    "csrf_failed": "Reload the page and send the form again, or send the X-CSRFToken header.",
    "still_running": "Try again in a moment: the answer will be that of the first request.",
    "idempotency_key_reused": "A new request takes a new Idempotency-Key.",
    "conflict": "Something with the same unique value exists, or something still refers to this.",
    "too_large": "The body is larger than the server accepts.",
    "internal_error": "Something went wrong on our side. Quote the request id when you report it.",
    "unavailable": "The database is busy or away. Try again in a moment.",
    "insufficient_storage": "There is no space left to store this.",
}
# The first code of each status is the one that a bare status means.
BY_STATUS = {status: code for code, (status, _) in reversed(CODES.items())}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error, before it is written in a representation."""

    code: str
    detail: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return CODES[self.code][0]

    @property
    def said(self) -> str:
        """What to say of it where nothing more is known than its code."""
        return self.detail or DETAILS.get(self.code, f"{CODES[self.code][1]}.")

    def data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the members of the problem, in the contract's order."""
        return {
            "type": f"/problems/{self.code}",
            "title": CODES[self.code][1],
            "status": self.status,
            "detail": self.said,
            "code": self.code,
            "instance": request.path,
            "request_id": getattr(request, "request_id", ""),
            "errors": self.errors,
        }


class Mistakes(drf.APIException):
    """Mistakes that were found already: one entry of place, `code` and `detail` for each."""

    status_code = 400

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("The request has mistakes.")
        self.errors = errors


class BadParameters(Mistakes):
    """Mistakes in the query; each entry names its `parameter`."""


class BadBody(Mistakes):
    """Mistakes in the body; each entry has its `pointer`."""


class Refused(drf.APIException):
    """One of CODES, said by name."""

    def __init__(self, code: str, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(detail, code)
        self.problem = Problem(code, detail, headers=headers or {})
        self.status_code = self.problem.status


class TooLarge(Refused):
    """The body is larger than this resource takes."""

    def __init__(self, detail: str) -> None:
        super().__init__("too_large", detail)


class StillRunning(Refused):
    """The first request with this Idempotency-Key has not ended."""

    def __init__(self) -> None:
        super().__init__("still_running", headers=_retry())


class KeyReused(Refused):
    """The Idempotency-Key has been used for something else."""

    def __init__(self) -> None:
        super().__init__("idempotency_key_reused")


class InsufficientScope(Refused):
    """The role would allow it, the token does not (RFC 6750, 3.1)."""

    def __init__(self, scope: str) -> None:
        detail = f"This takes a token of the scope {scope!r} or a wider one."
        challenge = f'Bearer realm="api", error="insufficient_scope", scope="{scope}"'
        super().__init__("insufficient_scope", detail, {"WWW-Authenticate": challenge})


class Moved(Exception):
    """Not an error: the resource has another address, answered with 308 (RFC 9110, 15.4.9)."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


KINDS: list[tuple[type[BaseException] | tuple[type[BaseException], ...], str]] = [
    ((Http404, ObjectDoesNotExist), "not_found"),
    (PermissionDenied, "permission_denied"),
    (RequestDataTooBig, "too_large"),
    ((SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError), "bad_request"),
    (IntegrityError, "conflict"),
    # DataError and the others: a value that no column, encoding or stack can hold.
    ((DataError, OverflowError, UnicodeError, RecursionError), "bad_request"),
    ((OperationalError, InterfaceError), "unavailable"),
]
# Which problem a broken rule of the domain is; any other one is a conflict.
RULES: list[tuple[type[BlogError], str]] = [
    (UnsupportedImage, "unsupported_media_type"),
    (ImageTooLarge, "too_large"),
    (BadValue, "validation_error"),
    (NotAllowed, "permission_denied"),
    (Stale, "precondition_failed"),
]
# What SQLite says where PostgreSQL has a code (SQLSTATE): neither NULL nor a forbidden value is
# a conflict, and sending it again changes nothing.
BAD_VALUE = ("NOT NULL constraint", "CHECK constraint")
BAD_VALUE_STATES = {"23502", "23514"}
DISK_FULL = ("disk is full", "No space left")
NO_SUCH_TABLE_STATE = "42P01"
SQLITE_ERROR = 1  # A mistake in the SQL: ours, so no client should try again.


def problem_from(exc: BaseException) -> Problem:
    """Return what to say about an exception; what nobody foresaw is a 500 with a fixed text."""
    if isinstance(exc, Refused):
        return exc.problem
    if isinstance(exc, Mistakes):
        return Problem("validation_error", _summary(exc.errors), exc.errors)
    if isinstance(exc, DjangoValidationError):
        exc = drf.ValidationError(as_serializer_error(exc))
    if isinstance(exc, drf.ValidationError):
        errors = list(_mistakes(exc.get_full_details()))
        return Problem("validation_error", _summary(errors), errors)
    if isinstance(exc, drf.APIException):
        return _refused(exc)
    if isinstance(exc, BlogError):
        return _broken_rule(exc)
    code = _foreseen(exc)
    detail = str(exc) if isinstance(exc, UnknownFormat) else ""
    return Problem(code, detail, headers=_retry() if code == "unavailable" else {})


def _broken_rule(exc: BlogError) -> Problem:
    """Return the problem of a rule of the domain, with the field that is to blame."""
    code = next((code for kind, code in RULES if isinstance(exc, kind)), "conflict")
    entry = {"pointer": f"/{exc.field}", "code": exc.code, "detail": exc.message}
    return Problem(code, exc.message, [entry] if exc.field else [])


def _refused(exc: drf.APIException) -> Problem:
    """Return the problem of DRF's other exceptions, whose details are written for the client."""
    detail = str(exc.detail)
    # DRF turns these into 403 where the first authenticator has no challenge, as sessions have.
    if isinstance(exc, drf.NotAuthenticated | drf.AuthenticationFailed):
        detail = "" if detail == drf.NotAuthenticated.default_detail else detail
        challenge = getattr(exc, "auth_header", None) or "Session"
        return Problem("not_authenticated", detail, headers={"WWW-Authenticate": challenge})
    if isinstance(exc, drf.PermissionDenied) and detail.startswith("CSRF Failed"):
        return Problem("csrf_failed")
    if exc.status_code >= 500:
        code = BY_STATUS.get(exc.status_code, "internal_error")
        return Problem(code, headers=_retry() if code == "unavailable" else {})
    wait = getattr(exc, "wait", None)
    headers = {} if wait is None else {"Retry-After": str(max(1, math.ceil(wait)))}
    return Problem(BY_STATUS.get(exc.status_code, "bad_request"), detail, headers=headers)


def _foreseen(exc: BaseException) -> str:
    """Return the code for an exception that is not DRF's; its text never reaches the client."""
    if isinstance(exc, OperationalError | OSError) and _says(exc, DISK_FULL):
        return "insufficient_storage"
    state = getattr(exc.__cause__, "sqlstate", None)
    if isinstance(exc, ProgrammingError):
        missing = state == NO_SUCH_TABLE_STATE or str(exc).startswith('relation "')
        return "unavailable" if missing else "internal_error"
    if isinstance(exc, IntegrityError) and (_says(exc, BAD_VALUE) or state in BAD_VALUE_STATES):
        return "bad_request"
    if getattr(exc.__cause__, "sqlite_errorcode", None) == SQLITE_ERROR:
        return "unavailable" if str(exc).startswith("no such table") else "internal_error"
    return next((code for kinds, code in KINDS if isinstance(exc, kinds)), "internal_error")


def _says(exc: BaseException, words: tuple[str, ...]) -> bool:
    return any(word in str(exc) for word in words)


def _retry() -> dict[str, str]:
    return {"Retry-After": RETRY_AFTER}


def _summary(errors: list[dict[str, str]]) -> str:
    return "There is one mistake." if len(errors) == 1 else f"There are {len(errors)} mistakes."


def _mistakes(details: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """Yield an entry for each mistake in DRF's nested details, with its JSON pointer (RFC 6901)."""
    if isinstance(details, Mapping) and not details.keys() ^ {"message", "code"}:
        yield {"pointer": pointer, "code": details["code"], "detail": str(details["message"])}
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            key = "" if name == "non_field_errors" else "/" + _escaped(str(name))
            yield from _mistakes(inner, pointer + key)
    else:
        for number, inner in enumerate(details):
            is_leaf = isinstance(inner, Mapping) and not inner.keys() ^ {"message", "code"}
            yield from _mistakes(inner, pointer if is_leaf else f"{pointer}/{number}")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
