"""One resource, many representations: both mounts, every format, no difference but the default."""

import csv
import io
import json
import tracemalloc

import feedparser
import pytest

from blog.models import Post
from tests.factories import make_category, make_comment, make_draft, make_post

TYPES = {
    "json": "application/json",
    "html": "text/html",
    "md": "text/markdown",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "jsonfeed": "application/feed+json",
    "csv": "text/csv",
}
LIST = {"json", "html", "rss", "atom", "jsonfeed", "csv"}
PAGE = {"json", "html"}
TABLE = {"json", "csv"}
ROUTES = {
    "/api/v1/": {"json"},
    "/api/v1/posts/": LIST,
    "/api/v1/posts/hello/": {"json", "html", "md"},
    "/api/v1/posts/hello/related/": {"json"},
    "/api/v1/posts/hello/comments/": TABLE,
    "/api/v1/comments/": TABLE,
    "/api/v1/categories/": {"json"},
    "/api/v1/categories/here/": PAGE,
    "/api/v1/tags/": {"json"},
    "/api/v1/tags/django/": PAGE,
    "/api/v1/authors/": {"json"},
    "/api/v1/authors/writer/": PAGE,
    "/api/v1/changes/": {"json"},
    "/api/v1/archive/": PAGE,
    "/api/v1/statistics/": PAGE,
    "/api/v1/me/": {"json"},
    "/blog/": LIST,
    "/blog/posts/hello/": {"json", "html", "md"},
    "/blog/category/here/": LIST,
    "/blog/tag/django/": LIST,
    "/blog/author/writer/": LIST,
    "/blog/archive/": PAGE,
    "/blog/archive/2020/": LIST,
    "/blog/archive/2020/1/": LIST,
    "/blog/statistics/": PAGE,
    "/blog/feed/": LIST,
}
# The same question asked at both mounts.
TWINS = {
    "/blog/": "/api/v1/posts/",
    "/blog/posts/hello/": "/api/v1/posts/hello/",
    "/blog/category/here/": "/api/v1/posts/?category=here",
    "/blog/tag/django/": "/api/v1/posts/?tag=django",
    "/blog/author/writer/": "/api/v1/posts/?author=writer",
    "/blog/archive/2020/": "/api/v1/posts/?year=2020",
    "/blog/archive/2020/1/": "/api/v1/posts/?year=2020&month=1",
    "/blog/archive/": "/api/v1/archive/",
    "/blog/statistics/": "/api/v1/statistics/",
}


@pytest.fixture(scope="module", autouse=True)
def blog(once):
    return once(make_blog)


def make_blog() -> Post:
    post = make_post("Hello", category=make_category("here"), tags=("django",))
    make_comment(post, "First", parent=make_comment(post, "Root"))
    make_post("Other")
    return post


def body_of(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def media_type(response) -> str:
    return response["Content-Type"].partition(";")[0]


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_answers_each_of_its_representations(api, blog, route):
    for name in ROUTES[route]:
        by_accept, by_format = api.get(route, TYPES[name]), api.get(route, format=name)
        assert (by_accept.status_code, by_format.status_code) == (200, 200), name
        assert media_type(by_accept) == media_type(by_format) == TYPES[name]
        assert {"Accept", "Cookie", "Authorization"} <= set(by_accept["Vary"].split(", "))


@pytest.mark.parametrize("route", ROUTES)
def test_other_representations_are_406_by_accept_and_404_by_format(api, blog, route):
    for name in TYPES.keys() - ROUTES[route]:
        refused = api.get(route, TYPES[name])
        assert refused.status_code == 406, name
        assert "Accept" in refused["Vary"]
        unknown = api.get(route, format=name)
        assert unknown.status_code == 404, name
    assert api.get(route, format="docx").status_code == 404


@pytest.mark.parametrize("accept", [None, "", "*/*", "*/*;q=0.1"])
@pytest.mark.parametrize(
    ("route", "default"),
    [("/api/v1/posts/", "json"), ("/blog/", "html"), ("/blog/posts/hello/", "html")],
)
def test_each_mount_has_its_default(api, blog, accept, route, default):
    assert media_type(api.get(route, accept)) == TYPES[default]


def test_the_feed_is_atom_by_default(api, blog):
    assert media_type(api.get("/blog/feed/")) == TYPES["atom"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/html;q=0, */*", "json"),
        ("text/html;q=0.4, application/json;q=0.5", "json"),
        ("application/json; charset=utf-8", "json"),
        ("application/*;q=0.5, text/csv", "csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/rss+xml, application/atom+xml;q=0.9", "rss"),
    ],
)
def test_quality_values_decide(api, blog, accept, expected):
    assert media_type(api.get("/api/v1/posts/", accept)) == TYPES[expected]


def test_the_format_wins_over_a_strict_accept(api, blog):
    response = api.get("/blog/posts/hello/", "text/html", format="json")
    assert media_type(response) == TYPES["json"]


@pytest.mark.parametrize("page", TWINS)
def test_both_mounts_give_the_same_json(api, blog, page):
    ours, theirs = api.get(page, TYPES["json"]).json(), api.get(TWINS[page]).json()
    assert ours == theirs


@pytest.mark.parametrize("path", ["/api/v1/posts", "/api/v1", "/blog", "/blog/posts/hello"])
def test_the_trailing_slash_is_not_needed(api, blog, path):
    without, with_slash = api.get(path), api.get(f"{path}/")
    assert without.status_code == 200
    assert without.content == with_slash.content


def test_pages_ignore_unknown_and_wrong_parameters(api, blog):
    response = api.get("/blog/", utm_source="mail", year="soon", page="x")
    assert response.status_code == 200
    assert b"Hello" in response.content


@pytest.mark.parametrize(
    "path",
    [
        *("/blog/category/nothing/", "/blog/tag/nothing/", "/blog/author/nobody/"),
        *("/blog/archive/99999/", "/blog/archive/2020/13/", "/blog/posts/nothing/"),
        "/blog/user/00000000-0000-4000-8000-000000000000/",
    ],
)
def test_a_page_of_nothing_is_404(api, blog, path):
    response = api.get(path)
    assert response.status_code == 404
    assert media_type(response) == "text/html"
    assert media_type(api.get(path, "application/json")) == "application/problem+json"


def test_an_author_by_uuid_moves_to_the_name(api, blog):
    response = api.get(f"/blog/user/{blog.author.uuid}/")
    assert response.status_code == 308
    assert response["Location"] == "http://testserver/blog/author/writer/"


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_feeds_are_sound(api, blog, name):
    feed = feedparser.parse(api.get("/blog/", format=name).content)
    assert feed.bozo == 0
    assert [entry.title for entry in feed.entries] == ["Other", "Hello"]
    assert feed.entries[1].link == "http://testserver/blog/posts/hello/"
    assert "Text of Hello." in feed.entries[1].content[0].value


def test_the_json_feed_has_the_whole_text(api, blog):
    feed = json.loads(api.get("/blog/tag/django/", format="jsonfeed").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert "Text of Hello." in feed["items"][0]["content_html"]


def test_a_feed_has_the_filters_of_its_list(api, blog):
    feed = feedparser.parse(api.get("/blog/category/here/", format="atom").content)
    assert [entry.title for entry in feed.entries] == ["Hello"]


def test_csv_holds_every_row_of_the_filter_and_not_one_page(api, blog, author):
    for number in range(30):
        make_post(f"Number {number}")
    make_draft("Hidden", author=author)
    response = api.get("/api/v1/posts/", format="csv", page_size=5)
    assert response.streaming
    assert response["Content-Disposition"] == 'attachment; filename="posts.csv"'
    rows = list(csv.DictReader(io.StringIO(body_of(response).decode())))
    assert len(rows) == 32
    assert rows[-1]["slug"] == "hello"
    assert rows[-1]["category.slug"] == "here"
    assert "Hidden" not in {row["title"] for row in rows}


def test_csv_of_comments_is_flat(api, blog):
    response = api.get("/api/v1/posts/hello/comments/", format="csv")
    rows = list(csv.DictReader(io.StringIO(body_of(response).decode())))
    assert [row["content"] for row in rows] == ["Root", "First"]


def test_markdown_is_the_source_with_front_matter(api, blog):
    text = api.get("/blog/posts/hello/", "text/markdown").content.decode()
    assert text.startswith("---\n")
    assert "title: Hello\n" in text
    assert text.rstrip().endswith("Text of Hello.")


def test_head_and_options_work(api, blog):
    for route in ROUTES:
        head = api.client.head(route)
        assert (head.status_code, head.content) == (200, b"")
        assert api.client.options(route).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_cannot_be_done_is_405_with_the_methods_that_can(api, blog, method):
    response = getattr(api.client, method)("/api/v1/archive/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_csv_needs_no_more_memory_for_more_rows(api, blog):
    """Peak while streaming 1,400 rows against 600: chunks of 500, not the table, decide."""
    body_of(api.get("/blog/", format="csv"))  # What is made once is made before.
    peaks = []
    for number in (600, 800):
        Post.objects.bulk_create(
            Post(
                title=f"Post {number} {n}",
                slug=f"p-{number}-{n}",
                author=blog.author,
                status="published",
                published_at=blog.published_at,
            )
            for n in range(number)
        )
        tracemalloc.start()
        rows = sum(chunk.count(b"\r\n") for chunk in api.get("/blog/", format="csv"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert rows == 1_400 + 2 + 1
    assert peaks[1] < peaks[0] * 1.5
