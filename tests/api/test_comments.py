"""`posts/{ref}/comments/` and `comments/`."""

import pytest

from blog.services.comments import delete_comment
from tests.factories import make_comment, make_draft, make_person, make_post

KEYS = [
    *("id", "url", "post", "parent", "depth", "author", "content", "content_html", "status"),
    *("created_at", "edited_at", "reply_count", "replies"),
]


@pytest.fixture
def thread(db):
    post = make_post("Hello")
    first = make_comment(post, "First")
    reply = make_comment(post, "Reply", parent=first)
    make_comment(post, "Deeper", parent=reply)
    make_comment(post, "Second")
    return post


def contents(comments):
    return [(one["content"], contents(one["replies"])) for one in comments]


def test_the_tree_is_the_default_and_paged_by_thread(api, thread):
    body = api.json("posts/hello/comments/")
    assert body["count"] == 2
    assert contents(body["results"]) == [
        ("First", [("Reply", [("Deeper", [])])]),
        ("Second", []),
    ]
    assert api.json("posts/hello/comments/", view="tree") == body
    page = api.json("posts/hello/comments/", page_size=1, page=2)
    assert contents(page["results"]) == [("Second", [])]


def test_the_flat_view_lists_the_oldest_first(api, thread):
    body = api.json("posts/hello/comments/", view="flat")
    assert [one["content"] for one in body["results"]] == ["First", "Reply", "Deeper", "Second"]
    assert [one["depth"] for one in body["results"]] == [0, 1, 2, 0]
    assert [one["reply_count"] for one in body["results"]] == [1, 1, 0, 0]


def test_another_view_is_refused(api, thread):
    (error,) = api.json("posts/hello/comments/", 400, view="list")["errors"]
    assert error["parameter"] == "view"
    errors = api.json("posts/hello/comments/", 400, view="list", page="0", odd="1")["errors"]
    assert {error["parameter"] for error in errors} == {"view", "page", "odd"}


def test_a_comment_has_the_shape_of_the_contract(api, thread):
    first = api.json("posts/hello/comments/")["results"][0]
    assert list(first) == KEYS
    assert first["post"] == {"id": thread.pk, "slug": "hello"}
    reply = first["replies"][0]
    assert reply["parent"] == first["id"]
    assert api.json(f"comments/{reply['id']}/")["content"] == "Reply"


def test_a_deleted_comment_with_replies_stays_without_author_and_content(api, thread):
    delete_comment(comment=thread.comments.first())
    first = api.json("posts/hello/comments/")["results"][0]
    assert (first["author"], first["content"], first["content_html"]) == (None, "", "")
    assert contents(first["replies"]) == [("Reply", [("Deeper", [])])]


def test_the_number_of_all_comments_is_that_of_the_list(api, as_person, reader, thread):
    hidden = make_draft("Hidden")
    for status in ("approved", "pending", "spam"):
        make_comment(hidden, status=status)
        make_comment(thread, author=reader, status=status)
    delete_comment(comment=make_comment(thread))
    delete_comment(comment=thread.comments.first())
    for client in (api, as_person(reader)):
        body = client.json("comments/", page_size=100)
        assert body["count"] == len(body["results"])
    assert api.json("comments/")["count"] == as_person(reader).json("comments/")["count"] - 1


def test_pending_comments_show_to_their_author_only(api, as_person, reader, stranger):
    make_comment(make_post("Hello"), "Mine", author=reader, status="pending")
    assert api.json("posts/hello/comments/")["count"] == 0
    assert as_person(stranger).json("comments/")["count"] == 0
    assert as_person(reader).json("posts/hello/comments/")["count"] == 1


def test_a_reply_to_a_hidden_comment_is_hidden_with_it(api):
    post = make_post("Hello")
    hidden = make_comment(post, "Spam", status="spam")
    make_comment(post, "Reply", parent=hidden)
    assert contents(api.json("posts/hello/comments/")["results"]) == []


def test_links_of_readers_are_marked_as_theirs(api):
    make_comment(make_post("Hello"), "See https://example.com/ <script>alert(1)</script>")
    html = api.json("posts/hello/comments/")["results"][0]["content_html"]
    assert "<script" not in html
    assert 'rel="noopener nofollow ugc"' in html


def test_all_comments_can_be_filtered(api, as_person, editor):
    ann = make_person("ann")
    first, second = make_post("One"), make_post("Two")
    make_comment(first, "A", author=ann, created_at="2024-01-01T00:00:00Z")
    make_comment(second, "B")
    make_comment(second, "C", status="spam")

    def found(client=api, **query):
        return [one["content"] for one in client.json("comments/", **query)["results"]]

    assert found() == ["A", "B"]
    assert found(ordering="-created_at") == ["B", "A"]
    assert found(post="one") == found(post=first.pk) == ["A"]
    assert found(author="ann") == ["A"]
    assert found(created_before="2024-06-01") == ["A"]
    assert found(created_after="2024-06-01") == ["B"]
    assert found(status="spam") == []
    assert found(as_person(editor), status="spam") == ["C"]
    api.json("comments/", 400, post__author__password="x")


def test_an_unknown_comment_is_404(api):
    api.json("comments/99/", 404)
    api.json("comments/x/", 404)
