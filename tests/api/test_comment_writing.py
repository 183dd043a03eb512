"""Comments are written, edited, moderated and deleted."""

import pytest
import time_machine
from django.utils import timezone

from blog.models import Comment, OutgoingMail
from blog.models.comment import MAX_DEPTH
from blog.services.counts import wrong_counts
from tests.factories import make_comment, make_draft, make_post


@pytest.fixture
def post(db):
    return make_post("Hello")


@pytest.fixture
def client(as_person, reader):
    return as_person(reader)


@pytest.fixture
def chief(as_person, editor):
    return as_person(editor)


def say(client, content="Well said.", status=201, **more):
    return client.write(status, "post", "posts/hello/comments/", {"content": content, **more})


def test_a_first_comment_waits_and_shows_to_its_author_and_editors_alone(api, client, chief, post):
    comment = say(client)
    assert (comment["status"], comment["post"]["slug"]) == ("pending", "hello")
    path = f"comments/{comment['id']}/"
    for asking in (client, chief):
        assert asking.json(path)["content"] == "Well said."
        assert asking.json("posts/hello/comments/")["count"] == 1
    api.json(path, 404)
    assert api.json("posts/hello/comments/")["count"] == 0


def test_whoever_has_an_approved_comment_is_trusted(client, chief, post):
    first = say(client)
    chief.write(200, "patch", f"comments/{first['id']}/", {"status": "approved"})
    assert say(client)["status"] == "approved"
    assert say(chief)["status"] == "approved"


def test_moderators_are_told_at_once_and_then_not_for_a_while(client, editor, admin, post):
    say(client)
    say(client)
    mails = OutgoingMail.objects.filter(kind="pending_comment").order_by("pk")
    assert sorted(mails.values_list("to", flat=True)) == sorted([editor.email, admin.email])
    sent = timezone.now()
    mails.update(sent_at=sent, due_at=None)
    # What comes in the quiet time is told after it, in one mail.
    say(client)
    say(client)
    assert mails.count() == 4
    later = mails.filter(sent_at=None)
    assert {mail.due_at for mail in later} == {sent + timezone.timedelta(minutes=15)}
    assert "3 in all" in later[0].body
    later.update(sent_at=sent, due_at=None)
    with time_machine.travel(sent + timezone.timedelta(hours=1)):
        say(client)
    assert mails.count() == 6


def test_a_reply_names_what_it_answers(client, chief, post):
    first = say(chief)
    reply = say(chief, parent=first["id"])
    assert (reply["parent"], reply["depth"]) == (first["id"], 1)
    (root,) = client.json("posts/hello/comments/")["results"]
    assert [one["id"] for one in root["replies"]] == [reply["id"]]
    assert root["reply_count"] == 1


def test_a_parent_is_a_visible_comment_on_the_same_post(client, post):
    other = make_comment(make_post("Other"))
    hidden = make_comment(post, status="pending")
    for wrong in (other.pk, hidden.pk, 999):
        errors = client.errors("post", "posts/hello/comments/", {"content": "x", "parent": wrong})
        assert errors == {"/parent": "does_not_exist"}


def test_a_thread_is_bounded(chief, post):
    comment = say(chief)
    for _ in range(MAX_DEPTH):
        comment = say(chief, parent=comment["id"])
    problem = say(chief, "Too deep", 400, parent=comment["id"])
    assert problem["errors"][0]["code"] == "thread_too_deep"


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "blank"), ("  \n", "blank"), ("x" * 1001, "max_length"), (None, "null"), (5, "invalid")],
)
def test_a_comment_has_1_to_1000_characters(client, post, content, code):
    errors = client.errors("post", "posts/hello/comments/", {"content": content})
    assert errors == {"/content": code}
    assert say(client, "é" * 1000)["content"] == "é" * 1000


def test_a_body_over_16_kilobytes_is_refused(client, post):
    problem = say(client, "x" * 16_000, 413)
    assert problem["code"] == "too_large"


def test_only_what_is_published_is_commented(as_person, author, client):
    make_draft("Mine", author=author)
    as_person(author).write(403, "post", "posts/mine/comments/", {"content": "x"})
    client.write(404, "post", "posts/mine/comments/", {"content": "x"})
    assert not Comment.objects.exists()


def test_its_author_edits_it_for_a_while(client, post):
    comment = say(client)
    path = f"comments/{comment['id']}/"
    edited = client.write(200, "patch", path, {"content": "*Better* said."})
    assert edited["content_html"] == "<p><em>Better</em> said.</p>\n"
    assert edited["edited_at"] is not None
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16)):
        client.write(403, "patch", path, {"content": "Too late"})


def test_a_moderator_edits_any_and_nobody_else_does(client, chief, as_person, stranger, post):
    comment = make_comment(post)
    path = f"comments/{comment.pk}/"
    client.write(403, "patch", path, {"content": "x"})
    as_person(stranger).write(403, "patch", path, {"content": "x"})
    assert chief.write(200, "patch", path, {"content": "Mild"})["content"] == "Mild"


def test_the_status_is_a_moderators(client, post):
    comment = say(client)
    errors = client.errors("patch", f"comments/{comment['id']}/", {"status": "approved"}, 403)
    assert errors == {"/status": "cannot_moderate"}


def test_the_counters_follow_each_status(chief, post):
    comment = make_comment(post, parent=make_comment(post))
    for status in ("approved", "spam", "pending", "approved", "rejected"):
        chief.write(200, "patch", f"comments/{comment.pk}/", {"status": status})
        assert chief.json("posts/hello/")["comment_count"] == 1 + (status == "approved")
        assert not list(wrong_counts())


def test_many_are_moderated_at_once_with_a_result_for_each(chief, post):
    comments = [make_comment(post, status="pending") for _ in range(3)]
    ids = [comments[2].pk, 999_999, comments[0].pk, comments[2].pk]
    body = chief.write(200, "patch", "comments/", {"ids": ids, "status": "approved"})
    assert body["results"] == [
        {"id": comments[2].pk, "success": True, "status": "approved"},
        {"id": 999_999, "success": False, "status": None},
        {"id": comments[0].pk, "success": True, "status": "approved"},
    ]
    assert chief.json("comments/", status="pending")["count"] == 1
    assert not list(wrong_counts())


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"status": "approved"}, "/ids"),
        ({"ids": [], "status": "approved"}, "/ids"),
        ({"ids": [1] * 101, "status": "approved"}, "/ids"),
        ({"ids": ["x"], "status": "approved"}, "/ids/0"),
        ({"ids": [1]}, "/status"),
        ({"ids": [1], "status": "fine"}, "/status"),
        ({"ids": [1], "status": "spam", "all": True}, "/all"),
    ],
)
def test_a_wrong_bulk_is_refused_by_name(chief, post, body, pointer):
    assert set(chief.errors("patch", "comments/", body)) == {pointer}


def test_one_without_replies_is_gone_and_one_with_replies_keeps_its_place(client, chief, post):
    first = say(chief)
    reply = say(chief, parent=first["id"])
    chief.write(204, "delete", f"comments/{first['id']}/")
    (root,) = client.json("posts/hello/comments/")["results"]
    assert (root["author"], root["content"], root["content_html"]) == (None, "", "")
    assert root["replies"][0]["id"] == reply["id"]
    chief.write(404, "delete", f"comments/{first['id']}/")
    chief.write(409, "patch", f"comments/{first['id']}/", {"content": "x"})
    # Nothing is left to keep together.
    chief.write(204, "delete", f"comments/{reply['id']}/")
    assert not Comment.objects.exists()
    assert not list(wrong_counts())


def test_an_author_deletes_their_own_and_no_other(client, post):
    mine, other = say(client), make_comment(post)
    client.write(403, "delete", f"comments/{other.pk}/")
    client.write(204, "delete", f"comments/{mine['id']}/")


def test_a_deleted_comment_takes_no_reply(chief, post):
    first = say(chief)
    say(chief, parent=first["id"])
    chief.write(204, "delete", f"comments/{first['id']}/")
    problem = say(chief, "x", 400, parent=first["id"])
    assert problem["errors"][0]["code"] == "parent_deleted"


def test_links_of_readers_are_marked_as_theirs(client, post):
    html = say(client, "[x](https://example.com) <b>b</b> javascript:alert(1)")["content_html"]
    assert 'rel="noopener nofollow ugc"' in html
    assert "<b>" not in html


def test_the_place_of_a_hidden_comment_with_replies_is_everybodys(api, client, chief, post):
    mine = say(client)
    say(chief, parent=mine["id"])
    client.write(204, "delete", f"comments/{mine['id']}/")
    (root,) = api.json("posts/hello/comments/")["results"]
    assert (root["author"], len(root["replies"])) == (None, 1)
    assert chief.json("comments/", status="pending")["count"] == 0
