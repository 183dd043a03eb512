"""Accounts: sign-up, passwords, the end of an account."""

from collections.abc import Container, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from blog.errors import BadValue
from blog.models import OutgoingMail, Person
from blog.services.outbox import queue_mail
from blog.versions import locked

QUIET = timedelta(minutes=5)


def new_person(*, username: str, email: str, password: str, display_name: str = "") -> Person:
    """Return somebody who is not stored yet; the password is hashed before anything is locked."""
    person = Person(username=username, email=email, display_name=display_name)
    person.set_password(password)
    return person


@transaction.atomic
def sign_up(*, person: Person) -> None:
    """Store the account with the role of new ones (BLOG_SIGNUP_ROLE).

    Raises IntegrityError where somebody took the name at the same moment.
    """
    person.save(force_insert=True)
    if settings.SIGNUP_ROLE != "reader":
        person.groups.add(Group.objects.get(name=settings.SIGNUP_ROLE))


def is_username_taken(username: str) -> bool:
    """Whether somebody has the name, in whatever case."""
    return Person.objects.named(username).exists()


def is_email_taken(email: str, besides: Person | None = None) -> bool:
    """Whether somebody else has the address, in whatever case."""
    return Person.objects.with_email(email).exclude(pk=besides and besides.pk).exists()


def set_password(*, person: Person, password: str) -> None:
    """Change the password, which ends every session and token of the person.

    Raises BadValue for one that is too simple.
    """
    try:
        validate_password(password, person)
    except ValidationError as exc:
        raise BadValue("password_too_simple", " ".join(exc.messages), "new_password") from exc
    person.set_password(password)
    with transaction.atomic():
        person.save(update_fields=["password"])


def ask_for_reset(*, email: str) -> None:
    """Mail a link to the address if an active person has it.

    For any other address the same work is done, so that nobody can tell by the time it takes; its
    mail is one that nobody sends.
    """
    person = Person.objects.with_email(email).filter(is_active=True).exclude(email="").first()
    lately = OutgoingMail.objects.filter(
        kind="password_reset", to__iexact=email, created_at__gt=timezone.now() - QUIET
    )
    if lately.exists():
        person = None  # One link is enough for a while; nobody's mailbox is filled from here.
    somebody = person or Person(pk=0, username="nobody", password="")
    body = (
        f"Somebody, most likely you, asked for a new password for {somebody.username} on "
        f"{settings.SITE_NAME}. Choose one here, today or tomorrow:\n\n{reset_link(somebody)}\n\n"
        "If it was not you, there is nothing to do: the old password stays.\n"
    )
    with transaction.atomic():
        if person is not None:
            subject = f"A new password for {settings.SITE_NAME}"
            queue_mail(kind="password_reset", to=person.email, subject=subject, body=body)
        else:
            OutgoingMail.objects.create(kind="no_reset", to="", subject="", body="", due_at=None)


def reset_link(person: Person) -> str:
    """Return the address that lets the person choose a new password."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    kwargs = {"uid": uid, "token": token}
    return f"{settings.SITE_URL}{reverse('accounts:password-reset-confirm', kwargs=kwargs)}"


def person_of_link(uid: str, token: str) -> Person | None:
    """Return whom a reset link is for, None where it is used, too old or not one of ours."""
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    person = Person.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
    return person if person and default_token_generator.check_token(person, token) else None


@transaction.atomic
def update_profile(
    *, person: Person, fields: Mapping[str, Any], expected: Container[str] | None = None
) -> Person:
    """Change what a person says of themselves. Raises Stale where the profile was changed."""
    row = locked(Person.objects.all(), person.pk, expected)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    row.scope = person.scope
    return row


@transaction.atomic
def deactivate(*, person: Person) -> None:
    """End an account: nobody signs in by it again; what the person wrote stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
