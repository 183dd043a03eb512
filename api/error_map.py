"""The one file that maps errors to problem details (RFC 9457); api/answers.py writes them out."""

import math
from collections.abc import Iterator, Mapping
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
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf
from rest_framework.serializers import as_serializer_error

from api.exceptions import Mistakes, Refused
from api.negotiation import UnknownFormat
from api.problems import BY_STATUS, Problem, pointer_to, retry
from blog.changes import TooOld
from blog.errors import BadValue, BlogError, NotAllowed, Stale
from blog.images import ImageTooLarge, UnsupportedImage

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
    (TooOld, "gone"),
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
    return Problem(code, detail, headers=retry() if code == "unavailable" else {})


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
        return Problem(code, headers=retry() if code == "unavailable" else {})
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


def _summary(errors: list[dict[str, str]]) -> str:
    return "There is one mistake." if len(errors) == 1 else f"There are {len(errors)} mistakes."


def _mistakes(details: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """Yield an entry for each mistake in DRF's nested details, with its JSON pointer (RFC 6901)."""
    if isinstance(details, Mapping) and not details.keys() ^ {"message", "code"}:
        yield {"pointer": pointer, "code": details["code"], "detail": str(details["message"])}
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            key = "" if name == "non_field_errors" else pointer_to(str(name))
            yield from _mistakes(inner, pointer + key)
    else:
        for number, inner in enumerate(details):
            is_leaf = isinstance(inner, Mapping) and not inner.keys() ^ {"message", "code"}
            yield from _mistakes(inner, pointer if is_leaf else f"{pointer}/{number}")
