"""`manage.py deliver_mail`: sends the mail that is due, in a process of its own."""

from argparse import ArgumentParser
from threading import Event

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from blog.services.outbox import counts, deliver_due, forget_old

POLL_SECONDS = 5.0


class Command(BaseCommand):
    help = "Send the mail that is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="keep going until interrupted")

    def handle(self, *args: object, watch: bool, **options: object) -> None:
        try:
            self.deliver()
            while watch:
                self.pause()
                self.deliver(quiet=True)
        except DatabaseError as error:
            words = " ".join(str(error).split())
            raise CommandError(f"The outbox cannot be read: {words}") from None
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def deliver(self, quiet: bool = False) -> None:
        """Send once, what became due meanwhile is for the next time; `quiet` skips "0 sent"."""
        sent = deliver_due(limit=counts()["waiting"])
        forget_old()
        left = ", ".join(f"{number} {what}" for what, number in counts().items())
        if sent or not quiet:
            self.stdout.write(f"{sent} sent, {left}.")
            self.stdout.flush()

    def pause(self) -> None:
        connections.close_all()
        Event().wait(POLL_SECONDS)
