"""`manage.py create_token`: prints a token alone, for scripts."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from blog.errors import BlogError
from blog.models import Person
from blog.models.person import SCOPES
from blog.services.tokens import DAYS, MOST_DAYS, create_token


class Command(BaseCommand):
    help = "Make an access token for a person and print it; it is shown only now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--scope", choices=SCOPES, required=True)
        parser.add_argument("--name", default="command line", help="to know it by")
        parser.add_argument("--days", type=int, default=DAYS, help=f"until it ends, {DAYS}")

    def handle(
        self, *args: object, username: str, scope: str, name: str, days: int, **options: object
    ) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days is a number from 1 to {MOST_DAYS}.")
        if not 1 <= len(name) <= 100:
            raise CommandError("--name has 1 to 100 characters.")
        try:
            person = Person.objects.get_by_natural_key(username)
            if not person.is_active:
                raise CommandError(f"{person.username} is not active.")
            _, secret = create_token(person=person, name=name, scope=scope, days=days)
        except Person.DoesNotExist as exc:
            raise CommandError(f"There is nobody called {username!r}.") from exc
        except BlogError as exc:
            raise CommandError(exc.message) from exc
        self.stdout.write(secret)
