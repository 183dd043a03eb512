"""Headers and answers that many operations share, each described once and referred to by name."""

from types import SimpleNamespace
from typing import Any

from api.problems import RETRY_AFTER, Problem
from blog.changes import TooOld

PROBLEM_JSON = "application/problem+json"
UNCHANGED, CHANGED_ADDRESS = "NotModified", "PermanentRedirect"
HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-ID": {
        "description": "Names this request in the server's log: yours, if you sent a sane one.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{8,64}$"},
    },
    "ETag": {
        "description": "Names this answer; send it as `If-None-Match` to load only what changed.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "The pages `first`, `prev`, `next` and (by number) `last`, where there are "
        "such (RFC 8288).",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "What is left of the tightest limit (`r`), and the seconds until it is "
        "whole again (`t`); `RateLimit-Policy` says the limit.",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "The address of what was made, or the present one of what has moved.",
        "schema": {"type": "string", "format": "uri"},
    },
    "Retry-After": {
        "description": "Seconds to wait before the next try.",
        "schema": {"type": "integer", "minimum": 1, "examples": [int(RETRY_AFTER)]},
    },
}
MISTAKE = {
    "parameter": "page_size",
    "code": "invalid",
    "detail": "page_size is a whole number from 1 to 100, not '1000'.",
}
# The problems that every operation can answer with.
COMMON = (
    *("BadRequest", "Unauthorized", "NotFound", "NotAcceptable", "InternalError", "Unavailable"),
)
# Each problem, and when it is the answer.
PROBLEMS = {
    "BadRequest": (
        Problem("validation_error", "There is one mistake.", [MISTAKE]),
        "A parameter or a field is unknown or its value is wrong; `errors` has one entry for each.",
    ),
    "Unauthorized": (
        Problem("not_authenticated", "Authentication credentials were not provided."),
        "Somebody has to be signed in; or the token is unknown, revoked or expired.",
    ),
    "Forbidden": (
        Problem("permission_denied"),
        "Your role, or the scope of your token, does not allow it; or the CSRF token of a session "
        "is missing.",
    ),
    "Conflict": (
        Problem("conflict"),
        "Something has the same name, or is in the way; or the first request with this "
        "`Idempotency-Key` is still running.",
    ),
    "Gone": (
        Problem("gone", str(TooOld())),
        "What was there is no longer kept.",
    ),
    "PreconditionFailed": (
        Problem("precondition_failed", "It was changed since you read it: read it again."),
        "The object has changed since the one whose `ETag` you sent as `If-Match`.",
    ),
    "TooLarge": (
        Problem("too_large", "The body is larger than 1,000,000 bytes."),
        "The body is larger than this resource takes.",
    ),
    "UnsupportedMediaType": (
        Problem("unsupported_media_type", "Unsupported media type in request."),
        "The body is of a kind that this resource does not read.",
    ),
    "KeyReused": (
        Problem("idempotency_key_reused"),
        "The `Idempotency-Key` was used for a request with another body.",
    ),
    "TooManyRequests": (
        Problem("throttled", "Request was throttled. Expected available in 40 seconds."),
        "Too many in a short time; try again after `Retry-After` seconds.",
    ),
    "NotFound": (
        Problem("not_found"),
        "There is nothing here, or nothing that you may see; or a page past the end, or a "
        "`format` that this resource does not have.",
    ),
    "NotAcceptable": (
        Problem("not_acceptable", "Available here: application/json."),
        "The resource has none of the representations that `Accept` allows.",
    ),
    "InternalError": (
        Problem("internal_error"),
        "A defect of the server; quote the `request_id` when you report it.",
    ),
    "Unavailable": (
        Problem("unavailable"),
        "The database is busy or away; try again after `Retry-After` seconds.",
    ),
}
# The request that the examples answer.
ASKED: Any = SimpleNamespace(path="/api/v1/posts/", request_id="0d3adb33f0c64f2f9c1f5f3b1d7a6e21")


def ref(kind: str, name: str) -> dict[str, str]:
    """Return the reference to a component."""
    return {"$ref": f"#/components/{kind}/{name}"}


def headers_of(*names: str) -> dict[str, dict[str, str]]:
    """Return references to the headers of an answer; all of them carry the request's id."""
    return {name: ref("headers", name) for name in (*names, "X-Request-ID")}


def components() -> dict[str, dict[str, Any]]:
    """Return the components that operations refer to."""
    return {
        "headers": HEADERS,
        "responses": {
            UNCHANGED: {
                "description": "It is what you have: the one whose `ETag` you sent as "
                "`If-None-Match`.",
                "headers": headers_of("ETag"),
            },
            CHANGED_ADDRESS: {
                "description": "The slug is a former one; `Location` has the present address.",
                "headers": headers_of("Location"),
            },
            **{name: answer(*problem) for name, problem in PROBLEMS.items()},
        },
    }


def answer(problem: Problem, description: str) -> dict[str, Any]:
    """Return the answer with a problem, in the words of api/problems.py."""
    content = {"schema": ref("schemas", "Problem"), "example": problem.data(ASKED)}
    return {
        "description": description,
        "headers": headers_of(*(["Retry-After"] if problem.status in {429, 503} else [])),
        "content": {PROBLEM_JSON: content},
    }
