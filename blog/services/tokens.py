"""Access tokens: made, looked up, revoked."""

import secrets
from collections.abc import Container
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from blog.errors import BadValue, NotAllowed
from blog.models import AccessToken, Person
from blog.models.person import SCOPES
from blog.versions import locked

# Says what it is to whoever finds one, and to programs that look for lost secrets.
PREFIX = "broadsheet_"
DAYS, MOST_DAYS, MOST_TOKENS = 90, 366, 100


def create_token(
    *, person: Person, name: str, scope: str, days: int = DAYS
) -> tuple[AccessToken, str]:
    """Make a token; return it with its secret, which is stored nowhere.

    Raises NotAllowed for a scope that is wider than the person's own session or token, and
    BadValue where the person has too many.
    """
    if SCOPES.index(scope) > SCOPES.index(person.scope):
        message = f"A token of the scope {person.scope!r} makes none with a wider one."
        raise NotAllowed("scope_too_wide", message, "scope")
    if person.tokens.current().count() >= MOST_TOKENS:
        raise BadValue("too_many_tokens", f"There are {MOST_TOKENS} already: revoke one first.")
    secret = PREFIX + secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=days)
    token = AccessToken.objects.create(
        person=person, name=name, scope=scope, digest=_digest(secret), expires_at=expires_at
    )
    return token, secret


def find_token(secret: str) -> AccessToken | None:
    """Return the token with its person, None for one that is unknown, expired or out of use."""
    tokens = AccessToken.objects.current().select_related("person")
    return tokens.filter(digest=_digest(secret)).first()


@transaction.atomic
def revoke_token(*, token: AccessToken, expected: Container[str] | None = None) -> None:
    """End a token. Raises Stale, and AccessToken.DoesNotExist where that has happened already."""
    locked(AccessToken.objects.all(), token.pk, expected).delete()


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
