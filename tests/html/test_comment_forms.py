"""Commenting, answering, moderating by the forms of the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from api.throttling import Limit
from api.views.comments import CommentViewSet
from blog.models import Comment
from blog.services.comments import delete_comment, set_status
from tests.factories import make_comment, make_draft, make_post
from tests.html.browser import FORM, Browser

POST = "/blog/posts/hello/"
QUEUE = "/blog/comments/moderation/"
TEXT = '\n"><script>alert(1)</script> **bold** مرحبا\n</textarea>'


@pytest.fixture
def browser(reader):
    return Browser(reader)


@pytest.fixture
def post(db):
    return make_post("Hello")


def write(browser, text="Well said.", path=POST):
    """Send a comment and return it with the page that the browser is led to."""
    response = browser.send(browser.open(path).form_to(POST), content=text)
    comment = Comment.objects.latest("pk")
    assert (response.status_code, response["Location"]) == (303, f"{POST}#comment-{comment.pk}")
    return comment, browser.open(POST)


def test_a_first_comment_waits_where_only_its_author_sees_it(browser, post):
    comment, page = write(browser, "First of all.")
    assert (comment.status, comment.parent) == ("pending", None)
    assert "First of all." in page.text
    assert "Waits for approval" in page.text
    assert "First of all." not in Browser().open(POST).text


def test_what_was_typed_comes_back_unchanged_with_its_mistake(browser, post):
    text = TEXT + "x" * 1000
    page = browser.shown(browser.send(browser.open(POST).form_to(POST), content=text), 400)
    form = page.form_to(POST)
    assert form["content"] == text
    assert form.controls["content"]["aria-invalid"] == "true"
    assert "no more than 1000 characters" in page.texts["field-content-errors"]
    assert "Nothing was saved yet" in page.text
    page = browser.shown(browser.send(form, content=" \n "), 400)
    assert "may not be blank" in page.texts["field-content-errors"]
    assert not Comment.objects.exists()


def test_a_line_break_counts_as_one_character_as_it_does_in_the_browser(browser, post):
    comment, _ = write(browser, "1234\n" * 199 + "12345")
    assert len(comment.content) == 1000


def test_an_answer_says_whom_it_answers(browser, post, stranger):
    first = make_comment(post, "First.", author=stranger)
    page = browser.open(POST)
    page = browser.open(page.links["Reply"])
    assert "Your answer to the comment by stranger" in page.text
    response = browser.send(page.form_to(POST), content="Second.")
    answer = Comment.objects.get(content="Second.")
    assert answer.parent == first
    assert response["Location"] == f"{POST}#comment-{answer.pk}"


@pytest.mark.parametrize("given", ["²", "9" * 30, "999", "x", "-1", ""])
def test_a_link_to_answer_nothing_shows_the_plain_form(browser, post, given):
    form = browser.open(f"{POST}?reply_to={given}").form_to(POST)
    assert "parent" not in form


def test_an_answer_to_what_was_deleted_meanwhile_keeps_its_text(browser, post):
    first = make_comment(post)
    make_comment(post, parent=first)
    form = browser.open(f"{POST}?reply_to={first.pk}").form_to(POST)
    delete_comment(comment=first)
    page = browser.shown(browser.send(form, content=TEXT), 400)
    assert "What you answer was deleted." in page.text
    assert page.form_to(POST)["content"] == TEXT
    assert "parent" not in page.form_to(POST)


def test_a_double_click_makes_one_comment(browser, post):
    form = browser.open(POST).form_to(POST)
    places = {browser.send(form, content="Once.")["Location"] for _ in range(2)}
    assert places == {f"{POST}#comment-{Comment.objects.get().pk}"}


def test_a_comment_is_changed_by_its_author_for_a_while(browser, post):
    comment, page = write(browser)
    page = browser.open(page.links["Edit"])
    assert page.form["content"] == "Well said."
    again = browser.shown(browser.send(page.form, content=" "), 400)
    assert "may not be blank" in again.mistake("content")
    assert (
        "edited" in browser.sent(again.form, f"{POST}#comment-{comment.pk}", content="Better.").text
    )
    Comment.objects.update(created_at=timezone.now() - timedelta(hours=1))
    page = browser.open(POST)
    assert "Edit" not in page.links
    assert "Delete" in page.links
    browser.open(f"/blog/comments/{comment.pk}/edit/", 403)


def test_a_comment_that_changed_meanwhile_is_shown_beside_what_was_typed(browser, post, editor):
    comment, _ = write(browser)
    path, place = f"/blog/comments/{comment.pk}/edit/", f"{POST}#comment-{comment.pk}"
    form = browser.open(path).form
    other = Browser(editor)
    other.sent(other.open(path).form, place, content="By the editor.")
    page = browser.shown(browser.send(form, content="Mine."), 412)
    assert "Somebody changed it" in page.text
    assert "By the editor." in page.text
    assert page.form["content"] == "Mine."
    assert "Mine." in browser.sent(page.form, place).text


def test_a_comment_is_deleted_after_a_question_and_its_answers_stay(browser, post):
    comment, page = write(browser)
    page = browser.open(page.links["Delete"])
    set_status(comment=comment, status="approved")
    page = browser.shown(browser.send(page.form), 412)
    assert "before you delete it" in page.text
    make_comment(post, "An answer.", parent=comment)
    assert "Well said." in page.text
    assert page.links["Keep it"] == f"{POST}#comment-{comment.pk}"
    page = browser.sent(page.form, f"{POST}#comments")
    assert "This comment was deleted." in page.text
    assert "An answer." in page.text


def test_a_comment_of_a_long_discussion_is_found_on_its_page(browser, post, stranger):
    for _ in range(50):
        make_comment(post, author=stranger)
    response = browser.send(browser.open(POST).form_to(POST), content="The 51st.")
    comment = Comment.objects.latest("pk")
    assert response["Location"] == f"{POST}?page=2#comment-{comment.pk}"
    page = browser.open(f"{POST}?page=2")
    assert page.links["Reply"] == f"{POST}?page=2&reply_to={comment.pk}#comment-form"
    page = browser.open(f"/blog/comments/{comment.pk}/edit/")
    assert page.links["Leave it as it was"] == f"{POST}?page=2#comment-{comment.pk}"


def test_what_waits_is_decided_in_the_queue(browser, post, editor):
    comments = [write(browser, f"Number {number}.")[0] for number in range(3)]
    moderator = Browser(editor)
    form = moderator.open(QUEUE).form
    page = moderator.shown(moderator.send(form, button="approved"), 400)
    assert "Tick at least one comment first." in page.text
    ids = [str(comment.pk) for comment in comments]
    page = moderator.sent(page.form, QUEUE, button="approved", ids=ids[:1])
    assert "Number 0." not in page.text
    moderator.sent(page.form, QUEUE, button="spam", ids=ids[1:])
    assert [c.status for c in Comment.objects.order_by("pk")] == ["approved", "spam", "spam"]
    assert "Nothing waits." in moderator.open(QUEUE).text
    assert "Number 0." in Browser().open(POST).text


def test_what_was_ticked_stays_ticked(browser, post, editor, monkeypatch):
    ids = [str(write(browser, f"Number {number}.")[0].pk) for number in range(3)]
    moderator = Browser(editor)
    form = moderator.open(QUEUE).form
    monkeypatch.setitem(CommentViewSet.limits, "moderate", (Limit("write", 0, 60),))
    page = moderator.shown(moderator.send(form, button="approved", ids=ids[1:]), 429)
    assert [value for name, value in page.form.values if name == "ids"] == ids[1:]


def test_a_comment_is_approved_where_it_stands(browser, post, editor, stranger):
    for _ in range(50):
        make_comment(post, author=stranger)
    comment = Comment.objects.get(pk=make_comment(post, "Late.", status="pending").pk)
    moderator = Browser(editor)
    [form] = [f for f in moderator.open(f"{POST}?page=2").posts if QUEUE in f.action]
    place = f"{POST}?page=2#comment-{comment.pk}"
    page = moderator.sent(form, place, button="approved")
    assert not [f for f in page.posts if QUEUE in f.action]
    form.action = f"{QUEUE}?next=//evil.example/"
    moderator.sent(form, QUEUE, button="approved")


def test_the_queue_is_for_moderators(browser, post):
    comment, page = write(browser)
    assert not [form for form in page.posts if QUEUE in form.action]
    browser.open(QUEUE, 403)
    token = page.form_to(POST)["csrfmiddlewaretoken"]
    body = f"csrfmiddlewaretoken={token}&ids={comment.pk}&status=approved"
    response = browser.client.post(QUEUE, body, FORM)
    assert browser.shown(response, 403).posts == []
    comment.refresh_from_db()
    assert comment.status == "pending"


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_comments_of_others_are_not_theirs_and_hidden_ones_not_found(browser, post, what):
    hidden = make_comment(post, "Hidden.", status="pending")
    shown = make_comment(post, "Shown.")
    token = browser.open(POST).form_to(POST)["csrfmiddlewaretoken"]
    body = f"csrfmiddlewaretoken={token}&content=Mine"
    for comment, status in ((hidden, 404), (shown, 403)):
        path = f"/blog/comments/{comment.pk}/{what}/"
        browser.open(path, status)
        assert browser.client.post(path, body, FORM).status_code == status
    assert {c.content for c in Comment.objects.all()} == {"Hidden.", "Shown."}


def test_a_hidden_post_takes_no_comment_and_no_like(browser, post, author):
    draft = make_draft("Secret", author=author)
    token = browser.open(POST).form_to(POST)["csrfmiddlewaretoken"]
    for path in (f"/blog/posts/{draft.pk}/", f"/blog/posts/{draft.pk}/like/"):
        response = browser.client.post(path, f"csrfmiddlewaretoken={token}&content=Hi", FORM)
        assert browser.shown(response, 404).posts == []


def test_who_was_signed_out_meanwhile_signs_in_and_comes_back_to_the_post(browser, post):
    form = browser.open(POST).form_to(POST)
    like = browser.open(POST).form_to("/like/")
    browser.client.logout()
    for sent in (browser.send(form, content="Late."), browser.send(like)):
        assert sent.status_code == 303
        assert sent["Location"].startswith("/accounts/login/?next=%2Fblog%2Fposts%2F")
    page = browser.open(sent["Location"])
    response = browser.send(page.form, username="reader", password="a password")
    assert browser.open(response["Location"]).form_to(POST)


def test_a_comment_form_whose_sender_wants_json_gets_it(browser, post):
    form = browser.open(POST).form_to(POST)
    response = browser.send(form, accept="application/json", content="Well said.")
    assert (response.status_code, response.json()["content"]) == (201, "Well said.")
    response = browser.send(form, accept="application/json", content=" ")
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    headers = {"accept": "application/json", "x-csrftoken": form["csrfmiddlewaretoken"]}
    response = browser.client.post(POST, {"content": " "}, "application/json", headers=headers)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/content")


def test_a_form_is_as_long_as_a_comment_may_be_and_no_book(author):
    make_post("Hello")
    client = Client()
    client.force_login(author)
    for kind, body in [
        ("application/json", '{"content": "' + "x" * 20_000 + '"}'),
        ("application/x-www-form-urlencoded", "content=" + "x" * 60_000),
    ]:
        path, headers = "/blog/posts/hello/", {"accept": "application/json"}
        assert client.generic("POST", path, body, kind, headers=headers).status_code == 413
