"""Writing, changing and deleting posts by the forms of the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from tests.factories import (
    make_category,
    make_draft,
    make_image,
    make_post,
    make_scheduled,
    make_tag,
)
from tests.html.browser import Browser

CREATE = "/blog/posts/create/"
# What a person may type, and has to find again: a blank line in front, markup, quotes, Arabic.
TEXT = '\n\n"><script>alert(\'1\')</script> &amp; "quoted"\nمرحبا </textarea> the end'


@pytest.fixture
def browser(author):
    return Browser(author)


@pytest.fixture
def post(author):
    here = make_category("here", make_category("top"))
    post = make_post("Hello", author=author, category=here, content="One.\n\nTwo.")
    post.tags.set([make_tag("django"), make_tag("news")])
    return post


def edit(browser, post):
    return browser.open(f"/blog/posts/{post.pk}/edit/").form


def retitled_by(person, post):
    browser = Browser(person)
    browser.sent(edit(browser, post), f"/blog/posts/{post.slug}/", title="By the editor")


def test_a_contributor_writes_a_draft_and_is_asked_for_no_status(contributor):
    browser = Browser(contributor)
    page = browser.open(CREATE)
    assert "status" not in page.form
    assert "published_at" not in page.form
    assert "until an editor publishes it" in page.text
    page = browser.sent(page.form, "/blog/posts/my-first/", title="My first", content=TEXT)
    post = Post.objects.get(slug="my-first")
    assert (post.author, post.status, post.content) == (contributor, "draft", TEXT)
    assert "Draft" in page.text


@pytest.mark.parametrize(
    ("status", "name"), [("draft", "Drafts"), ("scheduled", "Scheduled posts")]
)
def test_what_is_not_published_is_found_from_the_account(browser, author, stranger, status, name):
    make = {"draft": make_draft, "scheduled": make_scheduled}[status]
    make("Mine", author=author), make("Not mine", author=stranger)
    page = browser.open(browser.open("/accounts/").links[name])
    assert name in page.title
    assert "Mine" in page.links
    assert "Not mine" not in page.text


def test_an_author_publishes_at_once_or_later(browser):
    form = browser.open(CREATE).form
    browser.sent(form, "/blog/posts/now/", title="Now", status="published", tags="django, news ,")
    post = Post.objects.get(slug="now")
    assert post.is_published
    assert {tag.name for tag in post.tags.all()} == {"django", "news"}
    later = timezone.now() + timedelta(days=3)
    typed = {"status": "published", "published_at": f"{later:%Y-%m-%dT%H:%M}"}
    page = browser.sent(browser.open(CREATE).form, "/blog/posts/later/", title="Later", **typed)
    assert Post.objects.get(slug="later").is_scheduled
    assert "Scheduled" in page.text
    assert "Later" not in Browser().open("/blog/").text


def test_mistakes_stand_beside_their_fields_and_nothing_typed_is_lost(browser):
    make_category("here")
    typed = {
        "title": "x" * 201,
        "content": TEXT,
        "content_format": "html",
        "excerpt": '"Quoted"',
        "category": "here",
        "tags": "good, " + "long" * 30,
        "status": "published",
        "published_at": "1700-01-01T00:00",
    }
    page = browser.shown(browser.send(browser.open(CREATE).form, **typed), 400)
    assert {name: page.form[name] for name in typed} == typed
    wrong = {name for name in page.form.controls if page.mistake(name)}
    assert wrong == {"title", "tags", "published_at"}
    assert page.mistake("published_at") == "A date lies between 1900 and 2200."
    assert not Post.objects.exists()
    right = {"title": "Right", "tags": "good", "published_at": ""}
    browser.sent(page.form, "/blog/posts/right/", **right)


def test_what_no_field_of_the_form_is_to_blame_for_stands_above_it(browser, author):
    post = make_draft("Hello", author=author, featured_image=make_image(author))
    page = browser.shown(browser.send(edit(browser, post), status="published"), 400)
    assert "featured_image: Image" in page.text
    assert "needs an `alt` text" in page.text


def test_a_double_click_makes_one_post(browser):
    form = browser.open(CREATE).form
    for _ in range(2):
        browser.sent(form, "/blog/posts/once/", title="Once")
    assert Post.objects.count() == 1
    # Back, another text, and sent again: it is told, kept, and can be sent as a new one.
    page = browser.shown(browser.send(form, title="Twice"), 422)
    assert "This form was sent already." in page.text
    browser.sent(page.form, "/blog/posts/twice/")


def test_the_form_shows_the_post_and_saving_it_unchanged_changes_nothing(browser, post):
    form = edit(browser, post)
    shown = {"title": "Hello", "content": "One.\n\nTwo.", "slug": "hello", "category": "here"}
    assert {name: form[name] for name in shown} == shown
    assert (form["tags"], form["status"], form["excerpt"]) == ("Django, News", "published", "")
    browser.sent(form, "/blog/posts/hello/")
    same = Post.objects.get()
    assert (same.updated_at, same.published_at) == (post.updated_at, post.published_at)
    assert (same.excerpt, same.excerpt_is_generated) == ("One. Two.", True)


def test_a_tag_with_a_comma_in_its_name_survives_the_form(browser, post):
    post.tags.create(name="Spit, and polish", slug="spit-and-polish")
    browser.sent(edit(browser, post), "/blog/posts/hello/", title="Other")
    assert {tag.slug for tag in post.tags.all()} == {"django", "news", "spit-and-polish"}


def test_a_new_address_keeps_the_old_one_leading_to_the_post(browser, post):
    browser.sent(edit(browser, post), "/blog/posts/goodbye/", slug="goodbye")
    response = browser.client.get("/blog/posts/hello/")
    assert (response.status_code, response["Location"]) == (
        308,
        "http://testserver/blog/posts/goodbye/",
    )
    make_post("Taken", slug="taken")
    page = browser.shown(browser.send(edit(browser, post), slug="taken"), 400)
    assert "Another post has or had 'taken'" in page.mistake("slug")


def test_a_stale_form_keeps_what_was_typed_and_can_be_saved_over_the_other(browser, post, editor):
    form = edit(browser, post)
    retitled_by(editor, post)
    page = browser.shown(browser.send(form, content=TEXT), 412)
    assert "Somebody changed it after you opened this form." in page.text
    assert (page.form["content"], page.form["title"]) == (TEXT, "Hello")
    assert page.links["The post as it is now (in a new tab)"].endswith("/blog/posts/hello/")
    assert Post.objects.get().title == "By the editor"
    browser.sent(page.form, "/blog/posts/hello/")
    assert (Post.objects.get().title, Post.objects.get().content) == ("Hello", TEXT)


def test_a_stale_form_with_a_mistake_is_still_stale(browser, post, editor):
    form = edit(browser, post)
    retitled_by(editor, post)
    page = browser.shown(browser.send(form, title=" "), 400)
    browser.shown(browser.send(page.form, title="Mine"), 412)


def test_a_post_is_deleted_after_a_question(browser, post):
    page = browser.open("/blog/posts/hello/")
    page = browser.open(page.links["Delete it"])
    assert Post.objects.exists()
    browser.sent(page.form, "/blog/")
    browser.open("/blog/posts/hello/", 404)


def test_a_post_that_changed_meanwhile_is_not_deleted_unread(browser, post, editor):
    form = browser.open(f"/blog/posts/{post.pk}/delete/").form
    retitled_by(editor, post)
    page = browser.shown(browser.send(form), 412)
    assert "By the editor" in page.text
    assert "before you delete it" in page.text
    browser.sent(page.form, "/blog/")


def test_a_like_is_a_button_that_takes_itself_back(browser, post):
    for count, pressed in ((1, "true"), (0, "false")):
        form = browser.open("/blog/posts/hello/").form_to("/like/")
        page = browser.sent(form, "/blog/posts/hello/#like")
        assert page.form_to("/like/").buttons[0]["aria-pressed"] == pressed
        assert Post.objects.get().like_count == count
