"""`manage.py clean_up`: removes rows that nobody asks for again; run it once a day."""

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from blog.changes import forget_old as forget_old_changes
from blog.models import AccessToken, IdempotentRequest
from blog.models.idempotency import KEPT
from blog.services.outbox import forget_old


class Command(BaseCommand):
    help = "Remove expired tokens and sessions, answers kept for repetitions, old mail and changes."

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        removed = {
            "tokens": AccessToken.objects.filter(expires_at__lte=now).delete()[0],
            "sessions": Session.objects.filter(expire_date__lte=now).delete()[0],
            "answers": IdempotentRequest.objects.filter(created_at__lt=now - KEPT).delete()[0],
            "mails": forget_old(),
            "changes": forget_old_changes(),
        }
        words = ", ".join(f"{number} {name}" for name, number in removed.items())
        self.stdout.write(f"Removed {words}.")
