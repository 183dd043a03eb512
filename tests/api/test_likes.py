"""`posts/{ref}/like/`: PUT, DELETE and the toggle of the documents."""

import pytest

from tests.factories import make_draft, make_post, make_scheduled


@pytest.fixture
def client(as_person, reader):
    make_post("Hello")
    return as_person(reader)


def like(client, method: str, status: int = 200):
    return client.write(status, method, "posts/hello/like/")


def test_put_and_delete_can_be_repeated(client):
    for method, liked in [("put", True), ("put", True), ("delete", False), ("delete", False)]:
        assert like(client, method) == {"success": True, "liked": liked, "like_count": int(liked)}
        post = client.json("posts/hello/")
        assert (post["liked"], post["like_count"]) == (liked, int(liked))


def test_post_toggles(client):
    counts = [(like(client, "post")["liked"], like(client, "post")["liked"]) for _ in range(2)]
    assert counts == [(True, False), (True, False)]


def test_each_person_counts_once(client, as_person, author, editor):
    for person in (author, editor):
        like(as_person(person), "put")
    assert like(client, "put")["like_count"] == 3
    assert like(client, "delete")["like_count"] == 2


def test_one_likes_what_is_published_and_nothing_else(as_person, author, client):
    make_draft("Draft", author=author)
    make_scheduled("Later", author=author)
    for slug in ("draft", "later", "nothing"):
        for person in (as_person(author), client):
            person.write(404, "put", f"posts/{slug}/like/")


def test_an_anonymous_reader_is_asked_to_sign_in_whatever_the_post(api, client):
    for slug in ("hello", "nothing"):
        response = api.send("put", f"posts/{slug}/like/")
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer")


def test_it_is_not_read(client):
    assert client.send("get", "posts/hello/like/").status_code == 405
