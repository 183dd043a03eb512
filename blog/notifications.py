"""Tells the people who have to know; the mail goes through the outbox."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from blog.models import Comment, OutgoingMail, Person, Post
from blog.services.outbox import queue_mail

# A wave of comments is two mails in this time, for the first and for the others.
QUIET = timedelta(minutes=15)


def tell_of_post(post: Post) -> None:
    """Tell the editors that somebody has written a post, as in the documents."""
    state = "a draft" if post.status == Post.Status.DRAFT else post.current_status
    body = (
        f"{post.author.name} has written “{post.title}” ({state}).\n\n"
        f"{settings.SITE_URL}{post.get_absolute_url()}\n"
    )
    for address in addresses_of("blog.edit_any_post", besides=post.author):
        queue_mail(kind="new_post", to=address, subject=f"New post: {post.title}", body=body)


def tell_of_pending(comment: Comment) -> None:
    """Tell the moderators that a comment waits; later, if they were told a moment ago."""
    now = timezone.now()
    mails = OutgoingMail.objects.filter(kind="pending_comment").order_by("created_at")
    told = {mail.to: mail.sent_at for mail in mails.filter(sent_at__gt=now - QUIET)}
    to_be_told = set(mails.exclude(due_at=None).values_list("to", flat=True))
    waiting = Comment.objects.filter(status=Comment.Status.PENDING, deleted_at=None).count()
    body = (
        f"A comment on “{comment.post.title}” waits for you; {waiting} in all.\n\n"
        f"{settings.SITE_URL}{comment.post.get_absolute_url()}#comment-{comment.pk}\n"
        f"{settings.SITE_URL}{reverse('blog:moderation')}\n"
    )
    subject = f"A comment waits on: {comment.post.title}"
    addresses = addresses_of("blog.moderate_comments", besides=comment.author)
    for address in set(addresses) - to_be_told:
        due_at = (told.get(address) or now - QUIET) + QUIET
        queue_mail(kind="pending_comment", to=address, subject=subject, body=body, due_at=due_at)


def addresses_of(permission: str, besides: Person | None) -> Iterable[str]:
    """Return the addresses of the active people with a permission."""
    people = Person.objects.with_perm(permission).exclude(email="")
    return people.exclude(pk=besides and besides.pk).values_list("email", flat=True)
