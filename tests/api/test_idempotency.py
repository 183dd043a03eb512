"""`Idempotency-Key`: a creation that was sent twice makes one thing."""

import pytest
import time_machine
from django.utils import timezone

from blog.models import Comment, IdempotentRequest, Post
from tests.factories import make_post

KEY = "0b2f1c34-first"


@pytest.fixture
def client(as_person, author):
    return as_person(author)


def create(client, body=None, **headers):
    headers.setdefault("idempotency_key", KEY)
    return client.send("post", "posts/", body or {"title": "Hello", "tags": ["a"]}, **headers)


def test_the_second_answer_is_the_first_one(client):
    first, second = create(client), create(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second["Location"] == first["Location"]
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Post.objects.count() == 1


def test_another_key_or_none_makes_another_post(client):
    create(client)
    create(client, idempotency_key="another")
    client.write(201, "post", "posts/", {"title": "Hello"})
    assert Post.objects.count() == 3


def test_the_same_key_for_something_else_is_refused(client):
    create(client)
    refused = create(client, {"title": "Other"})
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    make_post("Hello there")
    path = "posts/hello-there/comments/"
    assert client.send("post", path, {"content": "x"}, idempotency_key=KEY).status_code == 422


def test_a_key_belongs_to_a_person(client, as_person, editor):
    create(client)
    assert create(as_person(editor), {"title": "Mine"}).status_code == 201


def test_while_the_first_is_running_the_second_is_told_so(client, author):
    create(client)
    IdempotentRequest.objects.update(status=None, body="")
    refused = create(client)
    assert (refused.status_code, refused.json()["code"]) == (409, "still_running")
    assert refused["Retry-After"]


def test_a_request_that_never_ended_does_not_hold_its_key_for_ever(client, author):
    create(client)
    Post.objects.all().delete()
    IdempotentRequest.objects.update(
        status=None, created_at=timezone.now() - timezone.timedelta(minutes=3)
    )
    assert create(client).status_code == 201
    assert Post.objects.count() == 1


def test_a_mistake_is_not_kept(client):
    wrong = create(client, {"titel": "Hello"})
    assert wrong.status_code == 400
    assert create(client).status_code == 201


def test_after_a_day_the_key_is_forgotten(client):
    create(client)
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=25)):
        assert create(client).status_code == 201
    assert Post.objects.count() == 2


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", "ключ"])
def test_a_key_is_visible_ascii(client, key):
    assert create(client, idempotency_key=key).status_code == 400
    assert not Post.objects.exists()


def test_each_creation_honours_it(client, as_person, editor):
    make_post("Hello")
    chief = as_person(editor)
    for path, body in [
        ("posts/hello/comments/", {"content": "x"}),
        ("categories/", {"name": "X"}),
        ("tags/", {"name": "X"}),
    ]:
        answers = [chief.send("post", path, body, idempotency_key=path) for _ in range(2)]
        assert [one.status_code for one in answers] == [201, 201], path
        assert answers[1]["Idempotency-Replayed"] == "true"
    assert Comment.objects.count() == 1


def test_the_tag_of_a_repetition_is_that_of_the_object(client):
    create(client)
    again = create(client)
    assert again["ETag"] == client.get("posts/hello/")["ETag"]
    client.write(200, "patch", "posts/hello/", {"title": "B"}, if_match=again["ETag"])


def test_a_body_that_differs_a_little_is_another_one(client):
    create(client, {"title": "Hello", "tags": []})
    for other in ({"title": "Hello"}, {"title": "Hello", "tags": ["x"]}, {"title": ["Hello"]}):
        assert create(client, other).status_code in {400, 422}, other
    assert create(client, {"tags": [], "title": "Hello"}).status_code == 201


def test_what_is_hidden_meanwhile_is_not_repeated_either(as_person, reader):
    post, client = make_post("Hello"), as_person(reader)
    for path in ("/blog/posts/hello/", "/api/v1/posts/hello/comments/"):
        send = {"content": "x"}, {"idempotency_key": path, "accept": "application/json"}
        assert client.send("post", path, send[0], **send[1]).status_code == 201
        Post.objects.filter(pk=post.pk).update(status="draft")
        assert client.send("post", path, send[0], **send[1]).status_code == 404
        Post.objects.filter(pk=post.pk).update(status="published")
