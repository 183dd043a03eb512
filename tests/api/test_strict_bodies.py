"""Bodies are read strictly: what is not one JSON object in UTF-8 is a 400 or 415 that says why."""

import json

import pytest

from blog.models import Post

DEEP = '{"title": ' + "[" * 40 + "]" * 40 + "}"
BODIES = {
    b"": "not JSON",
    b"{": "not JSON",
    b"[]": "not an object",
    b'"x"': "not an object",
    b"null": "not an object",
    b'{"title": "a", "title": "b"}': "twice",
    b'{"seo": {"title": "a", "title": "b"}}': "twice",
    b'{"title": NaN}': "NaN",
    b'{"title": Infinity}': "Infinity",
    b'{"title": 1e999}': "too large",
    b'{"title": 9007199254740993}': "2^53",
    b'{"title": ' + b"9" * 5000 + b"}": "2^53",
    b'{"title": "\xff"}': "UTF-8",
    '{"title": "é"}'.encode("utf-16"): "UTF-8",
    DEEP.encode(): "deeper",
    (b"[" * 100_000): "deeper",
    b'{"a\\u0000": 1}': "cannot be stored",
    b'{"title": "x",}': "not JSON",
    b"title=Hello": "not JSON",
}


@pytest.fixture
def client(as_person, author):
    return as_person(author)


def send(client, body: bytes, kind: str = "application/json"):
    return client.client.generic("POST", "/api/v1/posts/", body, kind)


@pytest.mark.parametrize(("body", "words"), BODIES.items(), ids=range(len(BODIES)))
def test_what_is_no_sound_object_is_refused_with_the_reason(client, body, words):
    response = send(client, body)
    assert response.status_code == 400
    if body:
        assert words in response.json()["detail"]
    assert not Post.objects.exists()


def test_what_cannot_be_stored_is_named_by_its_place(client):
    body = {"title": "a\0b", "tags": ["ok", "\ud800"], "seo": {"title": "\udfff"}}
    problem = client.write(400, "post", "posts/", body)
    assert [error["pointer"] for error in problem["errors"]] == ["/title", "/tags/1", "/seo/title"]


@pytest.mark.parametrize(
    "kind",
    [
        *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "image/png"),
        *("application/json; charset=utf-16", "application/json; charset=bz2_codec"),
        *("application/json; charset=latin-1", 'application/json; charset="rot13"', "nonsense"),
    ],
)
def test_another_kind_of_body_or_charset_is_415(client, kind):
    response = send(client, b'{"title": "Hello"}', kind)
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8"],
)
def test_json_in_utf_8_is_taken(client, kind):
    assert send(client, '\ufeff{"title": "Größe"}'.encode(), kind).status_code == 201


def test_a_body_over_a_megabyte_is_413(client):
    response = send(client, json.dumps({"title": "x", "content": "x" * 1_000_000}).encode())
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_body_that_nothing_takes_is_refused_unread(client):
    response = client.client.generic(
        "POST", "/api/v1/media/", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="99999999"
    )
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("size", [1, 33_333])
def test_wide_bodies_are_only_long(client, size):
    assert send(client, json.dumps({"title": [[]] * size}).encode()).status_code == 400


@pytest.mark.parametrize("number", ["0." + "0" * 397 + "e5", "1" + "0" * 500 + ".5", "1e-9999"])
def test_no_number_breaks_the_reading(client, number):
    assert send(client, f'{{"title": {number}}}'.encode()).status_code == 400


@pytest.mark.parametrize("field", ["title", "content"])
def test_marks_without_end_are_refused_before_they_are_put_in_order(client, field):
    """Normalising takes the square of their number: 80,000 of them take a second."""
    body = {"title": "Hello", field: "a" + "\u0301\u0316" * 40_000}
    assert set(client.errors("post", "posts/", body)) == {f"/{field}"}
    assert client.errors("post", "posts/", {"title": "a" + "\u0301\u0316" * 16}) == {
        "/title": "marks"
    }
    client.write(201, "post", "posts/", {"title": "Việt Nam, हिन्दी, Z̸͓̈́a̷l̶g̵o̴"})


def test_many_names_are_looked_at_once_each(client):
    pairs = ", ".join(f'"a{n}": 0' for n in range(30_000))
    response = send(client, f'{{{pairs}, "a29999": 0}}'.encode())
    assert response.status_code == 400
    assert "'a29999' stands twice" in response.json()["detail"]
    unknown = send(client, f"{{{pairs}}}".encode()).json()
    assert len(unknown["errors"]) == 101
