"""Who may do what (contract section 6), as classes that compose with `&` and `|`.

The rights themselves are the domain's (blog/models/person.py). What a person may not see is no
matter of these: it is not found before they are asked.
"""

from typing import Any, cast

from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request

from api.exceptions import InsufficientScope
from blog.models import Person
from blog.models.person import RIGHTS

__all__ = ["AllowAny", "MayChange", "MayDelete", "MayReadHistory", "SignedIn", "may"]


class SignedIn(BasePermission):
    """Whoever is signed in; anybody else is asked to sign in (401)."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated)


class Right(SignedIn):
    """Whoever has one of the rights, by role and by token."""

    right: str

    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and has_right(request, self.right)


def has_right(request: Request, right: str) -> bool:
    """Whether the person has the right; raises InsufficientScope where the token is in the way."""
    person = cast(Person, request.user)
    if not person.reaches(right):
        raise InsufficientScope(RIGHTS[right][0])
    return person.may(right)


def may(right: str) -> type[Right]:
    """Return the permission class of a right: `may("publish")`."""
    return type(f"May_{right}", (Right,), {"right": right})


class MayChange(BasePermission):
    """Whoever the object says may edit it, as it is now."""

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        return obj.can_be_edited_by(request.user)


class MayDelete(BasePermission):
    """Whoever the object says may delete it, as it is now."""

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        return obj.can_be_deleted_by(request.user)


class MayReadHistory(BasePermission):
    """Whoever the post says may read what it was."""

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        return obj.history_is_open_to(request.user)
