"""Entity tags and `If-Match`: what a writer has not seen is not overwritten."""

import pytest

from blog.services.likes import like
from tests.factories import make_category, make_comment, make_image, make_post, make_tag

READS = ["", "posts/", "posts/hello/", "comments/", "categories/", "tags/", "authors/", "archive/"]


@pytest.fixture
def client(as_person, editor):
    return as_person(editor)


@pytest.fixture
def objects(editor):
    """Return addresses of one object of each kind, with a change to it."""
    post = make_post("Hello", tags=("django",), author=editor, category=make_category("here"))
    comment, image = make_comment(post, author=editor), make_image(editor, alt="x")
    return {
        "posts/hello/": {"title": "New"},
        f"comments/{comment.pk}/": {"content": "New"},
        "categories/here/": {"name": "New"},
        "tags/django/": {"name": "New"},
        f"media/{image.pk}/": {"alt": "New"},
        "me/": {"bio": "New"},
    }


@pytest.mark.parametrize("path", [*READS, "me/", "media/", "auth/tokens/"])
def test_every_read_has_a_strong_tag_and_answers_304(client, api, objects, path):
    for asking in (client, api):
        response = asking.get(path)
        if response.status_code == 401:
            continue
        assert response["ETag"].startswith('"')
        again = asking.client.get(f"/api/v1/{path}", headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == response["ETag"]


def test_a_current_tag_lets_a_change_through_and_an_old_one_does_not(client, objects):
    for path, change in objects.items():
        old = client.get(path)["ETag"]
        new = client.send("patch", path, change, if_match=old)
        assert new.status_code == 200, path
        assert new["ETag"] == client.get(path)["ETag"] != old
        refused = client.send("patch", path, {}, if_match=old)
        assert (refused.status_code, refused.json()["code"]) == (412, "precondition_failed"), path


def test_an_old_tag_keeps_an_object_from_being_deleted(client, objects):
    del objects["me/"]
    for path, change in reversed(objects.items()):
        old = client.get(path)["ETag"]
        client.write(200, "patch", path, change)
        client.write(412, "delete", path, None, if_match=old)
        assert client.get(path).status_code == 200, path
    tag = client.get("tags/django/")["ETag"]
    client.write(204, "delete", "tags/django/", None, if_match=tag)


def test_a_like_or_a_comment_changes_the_tag_and_does_not_refuse_an_edit(client, objects, reader):
    from blog.models import Post

    post, old = Post.objects.get(), client.get("posts/hello/")["ETag"]
    like(person=reader, post=post)
    make_comment(post)
    now = client.get("posts/hello/")["ETag"]
    assert now != old
    client.write(200, "patch", "posts/hello/", {"title": "New"}, if_match=old)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("*", 200),
        ('"nonsense"', 412),
        ('"nonsense", {tag}', 200),
        ("W/{tag}", 412),
        ("nonsense", 412),
        ('""', 412),
    ],
)
def test_the_header_is_read_as_the_rfc_says(client, objects, header, status):
    tag = client.get("posts/hello/")["ETag"]
    client.write(status, "patch", "posts/hello/", {"title": "B"}, if_match=header.format(tag=tag))


def test_what_is_written_is_answered_as_it_is_read(client):
    response = client.send("post", "posts/", {"title": "Hello"})
    read = client.get("posts/hello/")
    assert (response.content, response["ETag"]) == (read.content, read["ETag"])


def test_one_object_says_when_it_changed(client, objects):
    for path in ("posts/hello/", next(path for path in objects if path.startswith("comments"))):
        assert "GMT" in client.get(path)["Last-Modified"]


def test_what_everybody_may_see_is_public_and_the_rest_is_not_kept(api, client, objects):
    make_tag("x")
    assert api.get("posts/")["Cache-Control"] == "public, no-cache"
    assert client.get("posts/")["Cache-Control"] == "private, no-store"
    assert client.send("patch", "posts/hello/", {})["Cache-Control"] == "private, no-store"
    bearer = {"authorization": "Bearer nonsense"}
    assert "no-store" in api.client.get("/api/v1/posts/", headers=bearer)["Cache-Control"]
