"""`manage.py load_demo`: something to look at in a new checkout."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from blog.services.demo import load_demo


class Command(BaseCommand):
    help = "Fill an empty blog with demo posts, comments and one person a role (development only)."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError("load_demo is for development only: it needs DEBUG=true.")
        try:
            loaded = load_demo()
        except IntegrityError as error:
            raise CommandError(
                f"Nothing was loaded, what is there is in the way: {error}"
            ) from None
        if loaded is None:
            self.stdout.write("There are posts already: nothing was loaded.")
        else:
            counts = ", ".join(f"{number} {noun}" for noun, number in loaded.items())
            self.stdout.write(f"The demo is loaded: {counts}.")
