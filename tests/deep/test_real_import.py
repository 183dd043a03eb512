"""A real blog comes whole: 567 posts that other people wrote, read as JSON, page and Markdown."""

import pytest
from django.apps import apps

from blog.importers.loader import load
from blog.importers.markdown import MarkdownReader
from blog.models import Post
from tests.deep.real_blog import FOLDER, imported

POSTS = 567
FORGIVEN = {
    "2023-09-25-Increasing-Apple-Version-Requirements.md": "an empty line stands before",
    "inside-rust/2020-09-17-stabilizing-intra-doc-links.md": "the front matter has no opening",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db):
    return imported()


def rows():
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("blog").get_models()
        if model._meta.managed
    }


def test_every_post_comes_and_the_flawed_ones_are_named(report):
    assert report.faults == []
    assert report.counts["posts"] == Post.objects.published().count() == POSTS
    assert {item.path for item in report.not_posts} == {"blog.yml", "inside-rust/blog.yml"}
    flaws = {n.place.path: n.text for n in report.notes if "front matter" in n.text}
    assert flaws.keys() == FORGIVEN.keys()
    assert all(flaws[path].startswith(text) for path, text in FORGIVEN.items())
    assert set(report.ignored) == {"layout", "release", "team"}


def test_a_second_run_changes_nothing(report):
    before = rows()
    again = load(MarkdownReader(FOLDER))
    assert (again.counts["posts"], again.counts["posts_here"]) == (0, POSTS)
    assert again.faults == again.notes == []
    assert rows() == before


def test_every_post_can_be_read_in_every_form(report, api):
    for post in Post.objects.all():
        for mount in ("/api/v1/posts", "/blog/posts"):
            for accept in ("application/json", "text/html", "text/markdown"):
                response = api.get(f"{mount}/{post.slug}/", accept)
                assert (response.status_code, post.slug) == (200, post.slug)
                assert response.headers["Content-Type"].startswith(accept)
                if accept == "text/markdown":
                    assert post.content in response.content.decode()
                if accept == "application/json":
                    assert response.json()["content_html"] == post.content_html != ""
