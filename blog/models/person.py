"""A person: whoever signs in, writes, comments or likes."""

import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac

from blog.querysets import PersonQuerySet
from blog.search.entries import OF_PEOPLE, enter_people

# Highest first; groups of these names, with their permissions, are made by a migration.
ROLES = ("admin", "editor", "author", "contributor")
# What a token may be narrowed to; each scope holds those before it.
SCOPES = ("read", "comment", "write", "moderate", "admin")
# Each right with the scope that a token needs for it, and the permission that the role must give;
# without one, everybody who is signed in has it.
RIGHTS: dict[str, tuple[str, str | None]] = {
    "comment": ("comment", None),
    "edit_profile": ("write", None),
    "write_posts": ("write", "blog.add_post"),
    "publish": ("write", "blog.publish_post"),
    "upload": ("write", "blog.add_media"),
    "edit_any_post": ("moderate", "blog.edit_any_post"),
    "edit_any_media": ("moderate", "blog.change_media"),
    "edit_taxonomy": ("moderate", "blog.change_category"),
    "moderate": ("moderate", "blog.moderate_comments"),
    "manage_account": ("admin", None),
    "use_admin_site": ("admin", "blog.use_admin_site"),
}


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Django's manager of users with the questions that the blog asks of people."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person who signs in by this name, whatever its case, as it is unique by."""
        return self.named(username or "").get()


class Person(AbstractUser):
    """The user model, our own from the first migration so that it can grow.

    People who wrote something are deactivated, never deleted: their posts and likes stay counted.
    """

    first_name = last_name = None  # type: ignore[assignment]
    username = models.CharField(
        max_length=60,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": "This user name is taken."},
    )
    email = models.EmailField(blank=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    display_name = models.CharField(max_length=120, blank=True)
    bio = models.CharField(max_length=1000, blank=True)
    website = models.URLField(blank=True)
    avatar = models.ForeignKey(
        "blog.Media", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    # Part of what a session is checked by: a closed account that is opened again has none of them.
    session_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    # Not a column: what the token that signed this person in allows. A session allows everything.
    scope: str = SCOPES[-1]

    objects = PersonManager()  # type: ignore[misc]

    class Meta:
        ordering = ["username", "-pk"]
        verbose_name_plural = "people"
        permissions = [("use_admin_site", "Can use the admin site, with its people and roles")]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="person_username_unique"),
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="person_email_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """End the tokens with a password or an account, and with the latter the sessions too.

        Here, so that no way of changing them is forgotten: API, admin site, command line.
        """
        has_new_password = getattr(self, "_password", None) is not None
        fields = kwargs.get("update_fields")
        if not self.is_active:
            self.session_number += 1
            if fields is not None:
                kwargs["update_fields"] = {*fields, "session_number"}
        # Nobody new has published; who publishes is entered with the post.
        is_renamed = not self._state.adding and (fields is None or bool(OF_PEOPLE & set(fields)))
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            super().save(*args, **kwargs)
            if has_new_password or not self.is_active:
                self.tokens.all().delete()
            if is_renamed:
                rows = type(self)._base_manager.using(self._state.db)
                enter_people(rows.filter(pk=self.pk), using=self._state.db)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sign the password, as Django does, and the number of the sessions."""
        signed = f"{self.password}/{self.session_number}"
        salt = "blog.models.Person.get_session_auth_hash"
        return salted_hmac(salt, signed, secret=secret, algorithm="sha256").hexdigest()

    @property
    def name(self) -> str:
        """The name to show."""
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:author", kwargs={"author": self.username})

    @property
    def role(self) -> str:
        """The highest role that the person has; without a group, a reader."""
        if self.is_superuser:
            return "admin"
        groups = set(self.groups.values_list("name", flat=True))
        return next((role for role in ROLES if role in groups), "reader")

    @property
    def sees_everything(self) -> bool:
        """Whether hidden posts and comments are this person's business (editors and admins).

        Reading is never narrowed: a token of the scope `read` reads what its owner reads.
        """
        return self.is_active and self.has_perm("blog.edit_any_post")

    def may(self, right: str) -> bool:
        """Whether role and token give one of RIGHTS."""
        permission = RIGHTS[right][1]
        if not self.is_active or not self.reaches(right):
            return False
        return permission is None or self.has_perm(permission)

    def reaches(self, right: str) -> bool:
        """Whether the scope is wide enough for one of RIGHTS, whatever the role is."""
        return SCOPES.index(RIGHTS[right][0]) <= SCOPES.index(self.scope)
