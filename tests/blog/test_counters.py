"""Counters follow their rows in the same transaction, and a command proves it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from blog.errors import BlogError
from blog.models import Comment, Post
from blog.models.comment import MAX_DEPTH
from blog.services.comments import add_comment, delete_comment, set_status
from blog.services.likes import like, unlike
from tests.factories import make_comment, make_person, make_post

pytestmark = pytest.mark.django_db


def check_counts(*args) -> str:
    out = StringIO()
    call_command("check_counts", *args, stdout=out)
    return out.getvalue()


def test_liking_twice_counts_once(reader):
    post = make_post()
    assert like(person=reader, post=post) is True
    assert like(person=reader, post=post) is False
    post.refresh_from_db()
    assert post.like_count == 1


def test_unliking_twice_counts_once(reader):
    post = make_post()
    like(person=reader, post=post)
    assert unlike(person=reader, post=post) is True
    assert unlike(person=reader, post=post) is False
    post.refresh_from_db()
    assert post.like_count == 0


def test_only_approved_comments_count():
    post = make_post()
    comment = make_comment(post, status="pending")
    assert count_of(post) == 0
    set_status(comment=comment, status="approved")
    set_status(comment=comment, status="approved")
    assert count_of(post) == 1
    set_status(comment=comment, status="spam")
    assert count_of(post) == 0


def count_of(post) -> int:
    return Post.objects.get(pk=post.pk).comment_count


def test_replies_count_with_their_parent_and_their_post():
    post = make_post()
    first = make_comment(post)
    make_comment(post, parent=first)
    make_comment(post, parent=first, status="pending")
    first.refresh_from_db()
    assert (first.reply_count, count_of(post)) == (1, 2)


def test_deleting_a_comment_with_replies_leaves_a_placeholder():
    post = make_post()
    first = make_comment(post)
    reply = make_comment(post, parent=first)
    delete_comment(comment=first)
    first.refresh_from_db()
    assert (first.author, first.content, first.content_html) == (None, "", "")
    assert count_of(post) == 1
    delete_comment(comment=reply)
    assert count_of(post) == 0
    check_counts()


def test_deleting_a_comment_without_replies_removes_it():
    post = make_post()
    delete_comment(comment=make_comment(post))
    assert not Comment.objects.exists()
    assert count_of(post) == 0


def test_a_thread_is_bounded():
    post, comment = make_post(), None
    for _ in range(MAX_DEPTH + 1):
        comment = make_comment(post, parent=comment)
    with pytest.raises(BlogError):
        make_comment(post, parent=comment)


def test_a_first_comment_waits_and_a_known_person_is_trusted(editor):
    post, person = make_post(), make_person()
    first = add_comment(post=post, author=person, content="First.")
    assert first.status == "pending"
    set_status(comment=first, status="approved")
    assert add_comment(post=post, author=person, content="Second.").status == "approved"
    assert add_comment(post=post, author=editor, content="Mine.").status == "approved"


def test_check_counts_is_silent_about_exact_ones(reader):
    post = make_post()
    like(person=reader, post=post)
    make_comment(post)
    assert check_counts() == "All counters are exact.\n"


def test_check_counts_names_a_wrong_one_fails_and_repairs_it():
    post = make_post()
    make_comment(post)
    Post.objects.update(comment_count=7)
    with pytest.raises(CommandError):
        check_counts()
    assert f"post {post.pk}: comment_count is 7, counted 1" in check_counts("--repair")
    assert check_counts() == "All counters are exact.\n"
