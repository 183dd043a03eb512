"""On PostgreSQL, numbers of changes are seen in order, and nobody waits in a circle for them."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from blog.models import Change, Post, PostTag
from tests.factories import make_person, make_post, make_tag

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="One writer makes the order."),
]


@pytest.fixture
def elsewhere():
    """Run something in another thread, on a connection of its own."""

    def closing(do):
        try:
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        yield lambda do: pool.submit(closing, do)


def at_the_commit() -> None:
    """Do now what the end of the transaction will do; the commit itself takes a little longer."""
    connection.check_constraints()


def wait_no_longer_than_300_ms() -> None:
    """For this transaction: the connection goes back to a pool."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")


def test_nobody_gets_a_higher_number_while_a_lower_one_is_not_seen_yet(elsewhere):
    author = make_person("writer")

    def publish_impatiently():
        with transaction.atomic():
            wait_no_longer_than_300_ms()
            make_post("B", author=author)

    with transaction.atomic():
        make_post("A", author=author)
        at_the_commit()
        with pytest.raises(OperationalError, match="lock timeout"):
            elsewhere(publish_impatiently).result()
    elsewhere(publish_impatiently).result()
    assert [change.slug for change in Change.objects.all()] == ["a", "b"]


def test_likes_and_drafts_do_not_wait_for_numbers(elsewhere):
    author, post = make_person("writer"), make_post("Old")

    def impatiently():
        with transaction.atomic():
            wait_no_longer_than_300_ms()
            Post.objects.filter(pk=post.pk).update(like_count=1)
            make_post("Draft", author=author, status="draft")

    with transaction.atomic():
        make_post("A", author=author)
        at_the_commit()
        elsewhere(impatiently).result()


def test_a_foreign_key_is_checked_before_the_lock_is_taken(elsewhere):
    """Else one would wait for the other's tag with the lock that the other one waits for."""
    tag, post = make_tag("x"), make_post("A", tags=("x",))
    tag_id = tag.pk

    def tag_a_post():
        with transaction.atomic():
            Post.objects.filter(pk=post.pk).update(title="B")
            PostTag.objects.create(post=make_post("C"), tag_id=tag_id)

    with transaction.atomic():
        tag.delete()
        late = elsewhere(tag_a_post)
        sleep(0.5)  # Until it has come to its commit, where it waits for the tag.
    with pytest.raises(IntegrityError):
        late.result()


def test_what_shows_is_asked_once_nobody_else_commits(elsewhere):
    """A post that is published while its category gets another name shows one name or the other.

    Whoever reads it before the name is changed has to be told of the change.
    """
    tag, post = make_tag("x"), make_post("A", status="draft", published_at="2020-01-01T00:00Z")
    PostTag.objects.create(post=post, tag=tag)

    def rename():
        with transaction.atomic():
            tag.name = "New"
            tag.save()

    with transaction.atomic():
        Post.objects.filter(pk=post.pk).update(status="published")
        at_the_commit()
        renaming = elsewhere(rename)
        sleep(0.5)  # Until it has noted what it did, and waits for the lock.
    renaming.result()
    assert [change.kind for change in Change.objects.all()] == ["published", "updated"]
