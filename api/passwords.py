"""Asks for a password, with the failures of an account counted wherever they come from."""

from django.contrib.auth import authenticate
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.throttling import count_attempt, forgive_attempt
from blog.models import Person


def check_password(request: Request, username: str, password: str) -> Person:
    """Return the person; raises ValidationError alike for an unknown, wrong or inactive one.

    Django hashes a password for nobody too, so that the time is the same. Failures are counted for
    the account by its name, whether it exists or not.
    """
    account = username.lower()
    count_attempt(account)
    person = authenticate(request._request, username=username, password=password)
    if not isinstance(person, Person):
        message = "User name and password do not belong together."
        raise ValidationError({"password": [message]}, "wrong_password")
    forgive_attempt(account)
    return person


def check_own_password(person: Person, password: str, message: str) -> None:
    """Raise ValidationError where it is not the present password of who is signed in."""
    account = person.username.lower()
    count_attempt(account)
    if not person.check_password(password):
        raise ValidationError({"current_password": [message]}, "wrong_password")
    forgive_attempt(account)
