"""Mail through an outbox: queued with what caused it, sent later by a task, with back-off.

A mail server that hangs costs a request nothing, and a mail is kept for as long as its cause is:
both are rows of one transaction.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from blog.markup.plain import excerpt_from
from blog.models import OutgoingMail
from blog.tasks import deliver_mail

logger = logging.getLogger("broadsheet.mail")

# How long to wait after each failure; one more attempt after the last, then it is given up.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
SECRET_KINDS = {"password_reset"}
KEPT = timedelta(days=30)
SUBJECT_LENGTH: int = OutgoingMail._meta.get_field("subject").max_length or 0
ERROR_LENGTH: int = OutgoingMail._meta.get_field("last_error").max_length or 0


def queue_mail(
    *, kind: str, to: str, subject: str, body: str, due_at: datetime | None = None
) -> OutgoingMail:
    """Write a mail in the caller's transaction; whoever rolls back has sent nothing.

    The subject may hold anything, a title for example: a line break in it would be a header of its
    own, so it becomes one line that fits. It is sent at once, or at `due_at`.
    """
    mail = OutgoingMail.objects.create(
        kind=kind,
        to=to,
        subject=excerpt_from(subject, SUBJECT_LENGTH),
        body=body,
        due_at=due_at or timezone.now(),
    )
    # Robust: the mail is safe in its row, so a task that cannot start must not fail the request.
    transaction.on_commit(deliver_mail.enqueue, robust=True)
    return mail


def deliver_due(limit: int = 100) -> int:
    """Send what is due, at most `limit` mails; return how many were sent.

    Any number of workers may do this at once: a mail is claimed in a short transaction that moves
    its next attempt into the future, and sent outside of it, so that no lock waits for a server.

    Each mail is sent at least once. A worker that dies after the server took the mail and before
    the row says so leaves a claim, and after the back-off the mail is sent a second time. It has
    the same Message-ID then, which many mailboxes show once. The other order would lose mail.
    """
    sent = 0
    for _ in range(limit):
        mail = _claim()
        if mail is None:
            break
        sent += _deliver(mail)
    return sent


@transaction.atomic
def _claim() -> OutgoingMail | None:
    """Take the mail that has waited longest; nobody else gets it before its back-off is over."""
    now = timezone.now()
    due = OutgoingMail.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    mail = due.select_for_update(skip_locked=True).first()
    if mail is not None:
        mail.attempts += 1
        # The last attempt too: a worker that dies in it has given up nothing.
        mail.due_at = now + BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1]
        mail.save(update_fields=["attempts", "due_at"])
    return mail


def _deliver(mail: OutgoingMail) -> bool:
    try:
        _message(mail).send()
    except Exception as error:  # One mail that cannot be sent must not keep back the others.
        _note_failure(mail, describe(error))
        return False
    row = OutgoingMail.objects.filter(pk=mail.pk)
    # A link that sets a password is a secret: who has the mail has it, and nobody else needs it.
    body = "" if mail.kind in SECRET_KINDS else mail.body
    row.update(sent_at=timezone.now(), due_at=None, last_error="", body=body)
    return True


def _note_failure(mail: OutgoingMail, error: str) -> None:
    given_up = mail.attempts > len(BACK_OFF)
    due_at = None if given_up else mail.due_at
    # Whoever has claimed it since then is the one to say how it went.
    row = OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts, sent_at=None)
    row.update(last_error=error, due_at=due_at)
    logger.log(
        logging.ERROR if given_up else logging.WARNING,
        "A mail was given up" if given_up else "A mail was not sent, it is tried again",
        extra={"mail": mail.pk, "kind": mail.kind, "attempts": mail.attempts, "error": error},
    )


def _message(mail: OutgoingMail) -> EmailMessage:
    headers = {
        "Message-ID": f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@{_host()}>",
        # RFC 3834: holiday answers and the like stay away.
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def describe(error: Exception) -> str:
    """Return what went wrong, in one short line that holds no password.

    A server may repeat what it refused, and an encoding error what it could not encode: where that
    can be the password, only the name of the error and the server's code are kept.
    """
    name = type(error).__name__
    if isinstance(error, SMTPAuthenticationError):
        return f"{name}: {error.smtp_code}"
    words = "" if isinstance(error, UnicodeError) else " ".join(str(error).split())
    return (f"{name}: {words}" if words else name)[:ERROR_LENGTH]


def next_due() -> datetime | None:
    """Return when there is something to do again, None where nothing waits."""
    return OutgoingMail.objects.aggregate(due=Min("due_at"))["due"]


def counts() -> dict[str, int]:
    """Return how many mails wait, and how many were given up and are still kept."""
    rows = OutgoingMail.objects
    return {
        "waiting": rows.filter(due_at__isnull=False).count(),
        "given up": rows.filter(due_at__isnull=True, sent_at__isnull=True).count(),
    }


def forget_old(kept: timedelta = KEPT) -> int:
    """Delete what was sent or given up long ago; return how many. What waits is never deleted."""
    old = OutgoingMail.objects.filter(due_at=None, created_at__lt=timezone.now() - kept)
    return old.delete()[0]
