"""Access tokens: what signs in whoever is not a browser on this site."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from blog.models.person import SCOPES


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Chainable."""

    def current(self) -> AccessTokenQuerySet:
        """Those that still sign somebody in."""
        return self.filter(expires_at__gt=timezone.now(), person__is_active=True)


class AccessToken(models.Model):
    """Made and checked by blog/services/tokens.py; only the hash of the secret is stored."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=100)
    # SHA-256 is enough: the secret is random, and nobody can guess 256 bits from a list.
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=[(scope, scope) for scope in SCOPES])
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    # Not a column: known to the one who has just made it.
    secret: str

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope__in=list(SCOPES)), name="access_token_scope_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.scope})"
