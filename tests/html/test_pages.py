"""The pages: what a person, a screen reader and a search engine find on them."""

from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string
from django.urls import resolve

from blog.models import Post
from blog.services.comments import delete_comment
from tests.factories import make_category, make_comment, make_draft, make_post

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


class Page(HTMLParser):
    """Collects the elements of a page and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.html = html
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str, **wanted) -> list[dict]:
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and all(attrs.get(key) == value for key, value in wanted.items())
        ]

    def link(self, rel: str, **wanted) -> str:
        return self.all("link", rel=rel, **wanted)[0]["href"]


@pytest.fixture
def page(api):
    def get(path: str, status: int = 200) -> Page:
        response = api.get(path)
        assert response.status_code == status
        return Page(response.content.decode())

    return get


@pytest.fixture(scope="module", autouse=True)
def blog(once):
    return once(make_blog)


def make_blog() -> Post:
    here = make_category("here", make_category("top"))
    for number in range(12):
        make_post(f"Other {number}", category=here, tags=("django",))
    post = make_post("Hello", category=here, tags=("django",), content="## A\n\n## B\n\n## C")
    make_comment(post, "Answer", parent=make_comment(post, "Question"))
    return post


PATHS = [
    *("/blog/", "/blog/?page=2", "/blog/?q=Text", "/blog/posts/hello/", "/blog/category/here/"),
    *("/blog/tag/django/", "/blog/author/writer/", "/blog/archive/", "/blog/archive/2020/"),
    *("/blog/archive/2020/1/", "/blog/statistics/", "/api/v1/categories/here/?format=html"),
    *("/api/v1/tags/django/?format=html", "/api/v1/authors/writer/?format=html"),
]


@pytest.mark.parametrize("path", PATHS)
def test_each_page_has_one_heading_landmarks_and_no_script(page, blog, path):
    found = page(path)
    assert len(found.all("h1")) == 1
    for landmark in ("header", "nav", "main", "footer"):
        assert found.all(landmark), landmark
    assert found.all("html")[0]["lang"] == "en"
    assert found.all("a", **{"class": "skip"})[0]["href"] == "#main"
    assert not found.all("script")
    assert not [attrs for _, attrs in found.elements if "style" in attrs]


def test_every_link_of_every_page_leads_somewhere(page, api, blog):
    targets = set()
    for path in PATHS:
        # Of links of one kind that a page has, one: tests/deep/test_pages.py follows each.
        kinds = {}
        for target in targets_of(page(path), path):
            there, _, query = target.partition("?")
            kinds[target and resolve(there).route, *parse_qs(query)] = target
        targets |= set(kinds.values())
    assert len(targets) > 40
    lead_somewhere(api, targets)


def targets_of(found: Page, path: str) -> list[str]:
    """Return where the links of a page lead, without a fragment."""
    targets = []
    for attrs in found.all("a"):
        target = attrs["href"].removeprefix("http://testserver").partition("#")[0]
        targets.append(path.partition("?")[0] + target if target.startswith("?") else target)
    return targets


def lead_somewhere(api, targets: set[str]) -> None:
    wrong = [target for target in targets if target and api.get(target).status_code != 200]
    assert not wrong


def test_a_post_by_id_is_the_page_by_slug_with_its_canonical_link(page, blog):
    by_id, by_slug = page(f"/blog/posts/{blog.pk}/"), page("/blog/posts/hello/")
    canonical = "http://testserver/blog/posts/hello/"
    assert by_id.link("canonical") == by_slug.link("canonical") == canonical


def test_a_post_shows_its_comments_related_posts_and_contents(page, blog):
    found = page("/blog/posts/hello/")
    for words in ("Question", "Answer", "Related posts", "Other 11", "2 comments"):
        assert words in found.text
    assert {"#h-a", "#h-b", "#h-c"} <= {attrs["href"] for attrs in found.all("a")}


def test_a_deleted_comment_keeps_its_place(page, blog):
    delete_comment(comment=blog.comments.first())
    found = page("/blog/posts/hello/")
    assert "This comment was deleted." in found.text
    assert "Question" not in found.text
    assert "Answer" in found.text


def test_every_list_links_its_feeds_under_the_same_filter(page, blog):
    found = page("/blog/category/here/?tag=django&page=1")
    feeds = {attrs["type"]: attrs["href"] for attrs in found.all("link", rel="alternate")}
    base = "http://testserver/blog/category/here/?tag=django&format="
    assert feeds == {
        "application/rss+xml": f"{base}rss",
        "application/atom+xml": f"{base}atom",
        "application/feed+json": f"{base}jsonfeed",
    }


def test_pagination_keeps_the_other_parameters(page, blog):
    found = page("/blog/?tag=django&utm_source=mail")
    assert {attrs["href"] for attrs in found.all("a", rel="next")} == {
        "/blog/?tag=django&utm_source=mail&page=2"
    }
    assert found.all("a", **{"aria-current": "page"})


def test_long_threads_are_paged(page, blog):
    for number in range(60):
        make_comment(blog, f"Thread {number}", author=blog.author)
    assert "Thread 48" in page("/blog/posts/hello/").text
    assert "Thread 49" not in page("/blog/posts/hello/").text
    assert "Thread 59" in page("/blog/posts/hello/?page=2").text


def test_what_people_write_is_never_markup(page, blog):
    post = make_post(EVIL, slug="evil", excerpt=EVIL, content=EVIL, category=blog.category)
    make_comment(post, EVIL)
    for path in ("/blog/posts/evil/", "/blog/", "/blog/category/here/", "/blog/statistics/"):
        found = page(path)
        assert not found.all("script"), path
        assert not [attrs for _, attrs in found.elements if "onerror" in attrs], path


def test_a_search_that_finds_nothing_says_so(page, blog):
    assert "No " in page("/blog/?q=nothingatall").text


def test_an_error_page_says_what_happened_and_offers_a_way_on(page, api):
    found = page("/blog/posts/nothing/", 404)
    assert "Not found" in found.text
    assert "/blog/" in {attrs["href"] for attrs in found.all("a")}
    request_id = api.get("/blog/posts/nothing/")
    assert request_id["X-Request-ID"] in request_id.content.decode()


def test_the_page_of_an_error_needs_nothing():
    assert "<h1" in render_to_string("blog/error.html", {})


def test_a_draft_is_kept_from_search_engines(as_person, author):
    make_draft("Mine", author=author)
    html = as_person(author).get("/blog/posts/mine/").content.decode()
    assert Page(html).all("meta", name="robots")[0]["content"] == "noindex"
