"""Who may not send the forms for a post, what is told them, and what is no form at all."""

from urllib.parse import quote

import pytest

from api.throttling import Limit
from api.views.pages import PostPages
from blog.models import Post
from tests.factories import make_draft, make_post
from tests.html.browser import ACCEPT, FORM, Browser

CREATE = "/blog/posts/create/"
TEXT = '\n"><b>bold</b> "quoted" مرحبا'


@pytest.fixture
def browser(author):
    return Browser(author)


@pytest.fixture
def post(author):
    return make_post("Hello", author=author)


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_a_hidden_post_is_not_found_and_a_visible_one_of_others_is_not_theirs(
    browser, stranger, post, what
):
    draft, browser = make_draft("Secret", author=post.author), Browser(stranger)
    body = f"csrfmiddlewaretoken={browser.open(CREATE).form['csrfmiddlewaretoken']}"
    for found, status in ((draft, 404), (post, 403)):
        path = f"/blog/posts/{found.pk}/{what}/"
        browser.open(path, status)
        response = browser.client.post(path, body, FORM)
        assert (response.status_code, browser.shown(response, status).posts) == (status, [])
    assert Post.objects.count() == 2


def test_a_reader_is_told_that_writing_is_not_for_the_role(reader, contributor):
    browser = Browser(reader)
    assert "You may not do this" in browser.open(CREATE, 403).text
    browser = Browser(contributor)
    form = browser.open(CREATE).form
    contributor.groups.clear()
    assert browser.shown(browser.send(form, title="Late"), 403).posts == []


def test_a_status_beyond_the_role_is_refused_with_the_text_kept(author):
    browser = Browser(author)
    form = browser.open(CREATE).form
    author.groups.set(author.groups.model.objects.filter(name="contributor"))
    typed = {"title": "Mine", "content": TEXT, "status": "published"}
    page = browser.shown(browser.send(form, **typed), 403)
    assert "publishing takes an author" in page.text
    assert (page.form["title"], page.form["content"]) == ("Mine", TEXT)


def test_too_many_posts_are_told_with_the_text_kept(browser, monkeypatch):
    monkeypatch.setitem(PostPages.limits, "create", (Limit("post", 0, 3_600),))
    response = browser.send(browser.open(CREATE).form, title="Mine")
    assert int(response["Retry-After"]) > 0
    assert browser.shown(response, 429).form["title"] == "Mine"


def test_who_is_not_signed_in_comes_back_to_the_form(author):
    browser = Browser()
    response = browser.client.get(CREATE)
    assert response["Location"] == "/accounts/login/?next=%2Fblog%2Fposts%2Fcreate%2F"
    form = browser.open(response["Location"]).form
    browser.sent(form, CREATE, username="author", password="a password")


def test_a_form_without_its_token_is_refused_with_a_page(browser, post):
    for path in (
        CREATE,
        "/blog/posts/hello/edit/",
        "/blog/posts/hello/like/",
        "/blog/posts/hello/",
    ):
        response = browser.client.post(path, "title=x", FORM)
        assert "The CSRF check failed" in browser.shown(response, 403).text


def test_a_form_whose_sender_wants_json_gets_it(browser, post):
    response = browser.send(browser.open(CREATE).form, accept="application/json", title="New")
    assert (response.status_code, response.json()["slug"]) == (201, "new")
    response = browser.send(
        browser.open("/blog/posts/hello/edit/").form, accept="application/json", title=""
    )
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/title")
    form = browser.open("/blog/posts/hello/").form_to("/like/")
    assert browser.send(form, accept="application/json").json()["liked"] is True
    token = browser.client.cookies["csrftoken"].value
    headers = {"accept": "application/json", "x-csrftoken": token}
    response = browser.client.post(CREATE, {"title": "J"}, "application/json", headers=headers)
    assert (response.status_code, response.json()["slug"]) == (201, "j")


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (f"{FORM}; charset=bz2_codec", "title=x", 415),
        (f"{FORM}; charset=utf-16", "title=x", 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("text/plain", "title=x", 415),
        (FORM, "", 400),
        (FORM, "title=x&content=%00", 400),
        (FORM, "title=x&category=%00", 400),
        (FORM, "title=x&published_at=%00", 400),
        (FORM, "title=x&idempotency_key=%E2%82%AC", 400),
        (FORM, "title=x&nonsense=1", 400),
        (FORM, "&".join(f"field{number}=1" for number in range(1500)), 400),
        (FORM, f"title=x&content={'x' * 250_001}", 400),
        (FORM, f"title=x&content={quote('😀') * 250_000}", 413),
    ],
)
def test_what_no_browser_sends_is_answered_with_a_page_too(browser, content_type, body, status):
    token = browser.open(CREATE).form["csrfmiddlewaretoken"]
    headers = {"accept": ACCEPT, "x-csrftoken": token}
    given = {"content_type": content_type, "headers": headers}
    response = browser.client.generic("POST", CREATE, body, **given)
    browser.shown(response, status)
    assert not Post.objects.exists()
