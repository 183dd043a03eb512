"""Who is asking: a token in the header, or the session of this site."""

from django.middleware.csrf import get_token
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from blog.models import AccessToken, Person
from blog.services.tokens import find_token

__all__ = ["BearerAuthentication", "SessionAuthentication", "csrf_token"]

# Of a proxy in front of the site, perhaps; not for us.
OTHERS = {"basic", "digest", "negotiate"}


def csrf_token(request: Request) -> str:
    """Return what a session's writes send as `X-CSRFToken`, and see that the cookie is sent.

    Not masked anew each time, as in forms: the same answer has the same tag. The mask would hide it
    from BREACH, and what answers a cookie is not compressed (core/middleware/responses.py).
    """
    get_token(request._request)
    return request.META["CSRF_COOKIE"]


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>` (RFC 6750): a bad one is refused on public reads too."""

    def authenticate(self, request: Request) -> tuple[Person, AccessToken] | None:
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
        if not scheme or scheme.lower() in OTHERS:
            return None
        if scheme.lower() != "bearer":
            raise AuthenticationFailed("Write it as `Authorization: Bearer <token>`.")
        token = find_token(secret.strip())
        if token is None:
            raise AuthenticationFailed("The token is unknown, revoked or expired: make a new one.")
        token.person.scope = token.scope
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        refused = request.META.get("HTTP_AUTHORIZATION", "").lower().startswith("bearer")
        return 'Bearer realm="api"' + (', error="invalid_token"' if refused else "")
