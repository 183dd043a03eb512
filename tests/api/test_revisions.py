"""Revisions: one for each change that matters, listed, read, compared, restored."""

import pytest

from blog.models import Category, Post, Revision
from blog.services.revisions import unified
from tests.factories import make_category, make_post


@pytest.fixture
def client(as_person, author):
    api = as_person(author)
    api.write(201, "post", "posts/", {"title": "One", "content": "a\nb\nc", "tags": ["x"]})
    api.write(200, "patch", "posts/one/", {"title": "Two", "content": "a\nB\nc"})
    return api


def test_each_change_that_matters_is_one(client):
    client.write(200, "patch", "posts/one/", {"title": "Two"})
    client.write(200, "patch", "posts/one/", {"tags": ["y"]})
    client.write(200, "patch", "posts/one/", {"status": "published"})
    client.write(201, "post", "posts/one/comments/", {"content": "x"})
    client.write(200, "put", "posts/one/like/")
    found = client.json("posts/one/revisions/")["results"]
    assert [one["number"] for one in found] == [4, 3, 2, 1]
    assert [one["changed"] for one in found[:3]] == [
        ["status", "published_at"],
        ["tags"],
        ["title", "content"],
    ]
    assert found[0]["person"]["username"] == "author"


def test_one_is_read_as_it_was(client):
    first = client.json("posts/one/revisions/1/")
    assert (first["title"], first["post"]["content"], first["post"]["tags"]) == (
        "One",
        "a\nb\nc",
        ["x"],
    )
    assert (first["against"], first["differences"]) == (None, [])
    client.json("posts/one/revisions/3/", 404)


def test_two_are_compared(client):
    body = client.json("posts/one/revisions/2/", against=1)
    title, content = body["differences"]
    assert body["against"] == 1
    assert title == {"field": "title", "before": "One", "after": "Two", "diff": None}
    assert content["diff"] == "--- before\n+++ after\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c"
    assert client.json("posts/one/revisions/1/", against=1)["differences"] == []


@pytest.mark.parametrize("number", ["0", "3", "x", "-1", "1.0", "", "٥", "9" * 30])
def test_a_wrong_number_to_compare_with_is_refused_by_name(client, number):
    problem = client.json("posts/one/revisions/2/", 400, against=number)
    assert problem["errors"][0]["parameter"] == "against"


def test_one_is_restored_as_a_new_one(client):
    client.write(200, "patch", "posts/one/", {"status": "published", "slug": "moved"})
    post = client.write(200, "post", "posts/moved/revisions/1/restore/")
    assert (post["title"], post["content"]) == ("One", "a\nb\nc")
    # Where it stands is left alone.
    assert (post["slug"], post["status"]) == ("moved", "published")
    assert client.json("posts/moved/revisions/")["results"][0]["changed"] == ["title", "content"]


def test_a_restoration_does_not_bring_back_what_is_gone(client, as_person, editor):
    make_category("here")
    client.write(200, "patch", "posts/one/", {"category": "here"})
    client.write(200, "patch", "posts/one/", {"category": None, "title": "Three"})
    Category.objects.all().delete()
    post = client.write(200, "post", "posts/one/revisions/3/restore/")
    assert (post["title"], post["category"]) == ("Two", None)


def test_a_restoration_honours_if_match(client):
    old = client.get("posts/one/")["ETag"]
    client.write(200, "patch", "posts/one/", {"title": "Three"})
    client.write(412, "post", "posts/one/revisions/1/restore/", None, if_match=old)


def test_they_are_for_the_author_and_editors(api, client, as_person, stranger, editor):
    client.write(200, "patch", "posts/one/", {"status": "published"})
    path = "posts/one/revisions/"
    api.json(path, 401)
    as_person(stranger).json(path, 403)
    as_person(stranger).json(f"{path}1/", 403)
    as_person(stranger).write(403, "post", f"{path}1/restore/")
    assert as_person(editor).json(path)["count"] == 3


def test_a_post_from_before_has_its_old_text_as_the_first(as_person, editor):
    make_post("Imported", content="Old")
    assert not Revision.objects.exists()
    client = as_person(editor)
    client.write(200, "patch", "posts/imported/", {"content": "New"})
    texts = [
        (one.number, one.person.username, one.fields["content"])
        for one in Post.objects.get().revisions.all()
    ]
    assert texts == [(2, "editor", "New"), (1, "writer", "Old")]


def test_a_small_change_in_a_long_text_is_shown_where_it_is():
    lines = [f"line {number}" for number in range(1, 50_001)]
    before = "\n".join(lines)
    after = before.replace("line 25000\n", "another\n")
    assert unified(before, after).splitlines() == [
        "--- before",
        "+++ after",
        "@@ -24997,7 +24997,7 @@",
        *(" line 24997", " line 24998", " line 24999"),
        "-line 25000",
        "+another",
        *(" line 25001", " line 25002", " line 25003"),
    ]


def test_texts_that_take_long_to_compare_are_shown_as_a_block():
    """Comparing every line with every other one would take minutes."""
    diff = unified("x\n" * 100_000, "x\ny\n" * 50_000).splitlines()
    assert diff[2] == "@@ -1 +1 @@"
    assert {line[0] for line in diff[3:]} == {"-", "+"}


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("a", "a"), ("", "a"), ("a", ""), ("a\nb", "a")]
)
def test_the_smallest_texts_are_compared(before, after):
    assert bool(unified(before, after)) == (before != after)
