"""Problem details (RFC 9457): the codes, their words, and one problem."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

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
    "gone": (410, "No longer kept"),
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


def pointer_to(name: str) -> str:
    """Return the step of a JSON pointer that leads to a name (RFC 6901)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def retry() -> dict[str, str]:
    """Return the header that says when to come back."""
    return {"Retry-After": RETRY_AFTER}
