"""Questions about images."""

from __future__ import annotations

from django.db import models

from blog.querysets.visibility import User


class MediaQuerySet(models.QuerySet):
    """Chainable; a public query starts with `visible_to`."""

    def visible_to(self, user: User) -> MediaQuerySet:
        """One's own; all for editors. What a post shows is seen through the post."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.sees_everything else self.filter(owner=user)
