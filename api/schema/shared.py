"""Headers and answers that many operations share, each described once and referred to by name."""

from types import SimpleNamespace
from typing import Any

from api.problems import RETRY_AFTER, Problem

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
        "description": "The pages `first`, `prev`, `next` and `last`, where there are such "
        "(RFC 8288).",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "The present address.",
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
# The problems that every operation can answer with, and when it does.
PROBLEMS = {
    "BadRequest": (
        Problem("validation_error", "There is one mistake.", [MISTAKE]),
        "A parameter is unknown or its value is wrong; `errors` has one entry for each.",
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
        "headers": headers_of(*(["Retry-After"] if problem.status == 503 else [])),
        "content": {PROBLEM_JSON: content},
    }
