"""Entity tags and preconditions (RFC 9110, 8.8.3 and 13).

The tag of one object is `"<version>.<digest of the representation>"`. The whole of it decides
whether a copy is current (`If-None-Match`). For a write (`If-Match`) only the version counts, which
names what a writer may change: a like, or a comment, must not refuse an editor's save.
"""

from hashlib import blake2b
from typing import Any

from django.http import HttpRequest
from django.utils.http import http_date, parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from blog.versions import version_of


def expected_versions(request: Request | HttpRequest) -> frozenset[str] | None:
    """Return the versions that `If-Match` allows; None where it is absent, or `*`.

    Weak tags are never a match (RFC 9110, 13.1.1), so they are left out.
    """
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if not header:
        return None
    tags = parse_etags(header)
    if "*" in tags:
        return None
    return frozenset(tag.strip('"').partition(".")[0] for tag in tags if tag.startswith('"'))


def one_object(row: Any, data: Any, status: int = 200, *, location: str = "") -> Response:
    """Answer with one object: its version, its time where it is known, its address if it is new.

    The address is `data["url"]`, unless another one is given.
    """
    headers = {"Location": location or data["url"]} if status == 201 else None
    response = Response(data, status, headers=headers)
    # Of a part (`fields`) there is none: to name it would load the rest.
    if not row.get_deferred_fields():
        response.version = version_of(row)  # type: ignore[attr-defined]
    if changed := last_change(row):
        response["Last-Modified"] = http_date(changed.timestamp())
    return response


def last_change(row: Any) -> Any:
    """Return when the row last changed, of those that know it."""
    if hasattr(row, "updated_at"):
        return row.updated_at
    return getattr(row, "edited_at", None) or getattr(row, "created_at", None)


def write_tag(response: Response) -> None:
    """Give an answer its tag, once it is rendered.

    Django's middleware leaves out what no cache may keep; a writer needs the tag of that as well.
    """
    if response.status_code in {200, 201} and response.data is not None:
        digest = blake2b(response.content, digest_size=9).hexdigest()
        version = getattr(response, "version", "")
        response["ETag"] = f'"{version}.{digest}"' if version else f'"{digest}"'


def set_cache_control(request: Request, response: Response) -> None:
    """Let shared caches keep what everybody may see, and ask each time whether it is current."""
    if response.has_header("Cache-Control"):
        return
    is_public = not (request.META.get("HTTP_AUTHORIZATION") or request.META.get("HTTP_COOKIE"))
    if request.method in {"GET", "HEAD"} and response.status_code < 400 and is_public:
        response["Cache-Control"] = "public, no-cache"
    else:
        response["Cache-Control"] = "private, no-store"
