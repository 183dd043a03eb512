"""What pages give to whom: cookies, tokens, caches, and the labels of every field."""

import pytest

from tests.factories import make_category, make_comment, make_post
from tests.html.browser import Browser

PUBLIC = [
    *("/blog/", "/blog/posts/hello/", "/blog/posts/hello/?reply_to=1", "/blog/category/here/"),
    *("/blog/author/writer/", "/blog/archive/", "/blog/statistics/", "/blog/posts/nothing/"),
    *("/blog/?q=text", "/accounts/password-reset/sent/"),
]
SIGNING_IN = ["/accounts/login/", "/accounts/signup/", "/accounts/password-reset/"]
SIGNED_IN = [
    *("/blog/", "/blog/posts/hello/", "/blog/posts/create/", "/blog/posts/hello/edit/"),
    *("/blog/posts/hello/delete/", "/blog/comments/moderation/", "/accounts/"),
    *("/blog/statistics/", "/blog/posts/nothing/", *SIGNING_IN),
]


@pytest.fixture
def blog(db):
    post = make_post("Hello", category=make_category("here"))
    make_comment(post, status="pending")
    return post


@pytest.mark.parametrize("path", PUBLIC)
def test_who_only_reads_gets_no_cookie_and_no_token(blog, path):
    browser = Browser()
    response = browser.client.get(path)
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content
    assert browser.shown(response, response.status_code).posts == []
    if response.status_code == 200:
        assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("path", SIGNING_IN)
def test_a_page_with_a_token_is_nobody_elses(blog, path):
    response = Browser().client.get(path)
    assert list(response.cookies) == ["csrftoken"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", SIGNED_IN)
def test_the_pages_of_who_is_signed_in_are_kept_by_no_cache(blog, editor, path):
    response = Browser(editor).client.get(path)
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("path", [*SIGNED_IN, "/accounts/password-reset/MQ/x/"])
def test_every_field_has_its_label_and_every_form_its_token(blog, editor, path):
    browser = Browser(editor)
    response = browser.client.get(path)
    page = browser.shown(response, response.status_code)
    for form in page.posts:
        assert "csrfmiddlewaretoken" in form
        assert form.buttons
    for form in page.forms:
        seen = [c for c in form.controls.values() if c.get("type") != "hidden"]
        assert all(f'<label for="{control["id"]}"' in page.html for control in seen)


def test_a_bad_token_is_an_error_on_pages_too_and_leads_nowhere(blog):
    for path in ("/blog/", "/accounts/login/", "/blog/posts/create/"):
        response = Browser().client.get(path, headers={"authorization": "Bearer no"})
        assert (response.status_code, response["Content-Type"]) == (401, "text/html; charset=utf-8")
