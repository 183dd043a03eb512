"""`include`: the text and the comments of each post of a list, in as many statements as for one."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from blog.querysets.comments import MOST_THREADS
from blog.services.comments import delete_comment
from tests.api.test_post_list import LIST_KEYS
from tests.factories import make_category, make_comment, make_draft, make_post

TEXT = ["content", "content_format", "content_html"]


def texts(comments) -> list:
    """Return a thread as its texts: [text, [text of a reply, …], …]."""
    return [
        [comment["content"], *([texts(comment["replies"])] if comment["replies"] else [])]
        for comment in comments
    ]


def test_the_text_comes_in_its_three_forms(api):
    make_post("Hello", content="Some **bold** text.")
    (post,) = api.json("posts/", include="content")["results"]
    assert list(post) == [*LIST_KEYS, *TEXT]
    whole = api.json("posts/hello/")
    assert [post[key] for key in TEXT] == [whole[key] for key in TEXT]


def test_comments_come_as_their_own_list_shows_them(api):
    post = make_post("Hello")
    answer = make_comment(post, "Answer", parent=make_comment(post, "Root"))
    make_comment(post, "Deeper", parent=answer)
    make_comment(post, "Another")
    (found,) = api.json("posts/", include="comments")["results"]
    assert list(found) == [*LIST_KEYS, "comments"]
    assert found["comments"] == api.json("posts/hello/comments/")["results"]
    assert texts(found["comments"]) == [["Root", [["Answer", [["Deeper"]]]]], ["Another"]]


def test_each_post_has_its_own_comments_and_none_is_an_empty_list(api):
    for title in ("First", "Second"):
        make_comment(make_post(title), f"On {title}")
    make_post("Third")
    found = api.json("posts/", include="comments")["results"]
    assert {post["title"]: texts(post["comments"]) for post in found} == {
        "First": [["On First"]],
        "Second": [["On Second"]],
        "Third": [],
    }


def test_a_deleted_comment_keeps_its_place(api, editor):
    post = make_post()
    root = make_comment(post)
    make_comment(post, "Answer", parent=root)
    delete_comment(comment=root)
    (found,) = api.json("posts/", include="comments")["results"]
    assert texts(found["comments"]) == [["", [["Answer"]]]]
    assert found["comments"][0]["author"] is None


def test_the_first_threads_of_each_post_come_with_all_their_replies(api):
    for title in ("First", "Second"):
        post = make_post(title)
        for number in range(MOST_THREADS + 1):
            root = make_comment(post, f"{title} {number}")
        first = post.comments.first()
        for _ in range(MOST_THREADS + 1):
            make_comment(post, "Answer", parent=first)
    for post in api.json("posts/", include="comments")["results"]:
        roots = [comment["content"] for comment in post["comments"]]
        assert roots == [f"{post['title']} {number}" for number in range(MOST_THREADS)]
        assert len(post["comments"][0]["replies"]) == MOST_THREADS + 1
        assert post["comment_count"] == 2 * (MOST_THREADS + 1)
    assert root.content not in roots


def test_a_reader_sees_own_pending_ones_only(api, as_person, reader, stranger, editor):
    post = make_post()
    make_comment(post, "Approved")
    make_comment(post, "Mine", author=reader, status="pending")
    make_comment(post, "Spam", status="spam")
    shown = {"Approved"}
    for client, more in (
        *((api, set()), (as_person(stranger), set()), (as_person(reader), {"Mine"})),
        (as_person(editor), {"Mine", "Spam"}),
    ):
        for path in ("posts/", f"posts/{post.slug}/"):
            body = client.json(path, include="comments")
            (found,) = body.get("results", [body])
            assert {comment["content"] for comment in found["comments"]} == shown | more


def test_the_comments_of_a_draft_show_to_its_author(as_person, author):
    make_comment(make_draft(author=author), "Why not?")
    (post,) = as_person(author).json("posts/", status="draft", include="comments")["results"]
    assert texts(post["comments"]) == [["Why not?"]]


def test_one_post_has_its_text_anyway_and_takes_its_comments(api):
    make_comment(make_post("Hello"), "Root")
    whole = api.json("posts/hello/")
    assert api.json("posts/hello/", include="content") == whole
    more = api.json("posts/hello/", include="comments,content")
    assert texts(more.pop("comments")) == [["Root"]]
    assert more == api.json("posts/hello/")


def test_related_posts_take_it_too(api):
    here = make_category("here")
    make_comment(make_post("Other", category=here, content="Text."), "Root")
    make_post("Hello", category=here)
    (other,) = api.json("posts/hello/related/", include="content,comments")
    assert (other["content"], texts(other["comments"])) == ("Text.", [["Root"]])


def test_fields_choose_among_what_is_included(api):
    post = make_post("Hello", content="Text.")
    make_comment(post, "Answer", parent=make_comment(post, "Root"))
    include = "content,comments"
    asked = "title,content,comments.content,comments.replies"
    assert api.json("posts/", include=include, fields=asked)["results"] == [
        {
            "title": "Hello",
            "content": "Text.",
            "comments": [{"content": "Root", "replies": [{"content": "Answer", "replies": []}]}],
        }
    ]
    (post,) = api.json("posts/", include="comments", fields="comments.content")["results"]
    assert post == {"comments": [{"content": "Root"}]}


def test_what_fields_leave_out_is_not_loaded_either(api):
    make_comment(make_post("Hello"))
    with CaptureQueriesContext(connection) as queries:
        body = api.json("posts/", include="content,comments", fields="title")
    assert body["results"] == [{"title": "Hello"}]
    assert len(queries) == 2
    assert "content" not in queries[1]["sql"]


@pytest.mark.parametrize(
    ("asked", "code", "hint"),
    [
        ("coments", "unknown", 'Did you mean "comments"?'),
        ("author", "unknown", "Known: content, comments."),
        ("", "empty", "1 to 100 names"),
    ],
)
def test_what_cannot_be_included_is_refused(api, asked, code, hint):
    (error,) = api.json("posts/", 400, include=asked)["errors"]
    assert (error["parameter"], error["code"]) == ("include", code)
    assert hint in error["detail"]


def test_a_table_takes_the_text_and_refuses_threads(api):
    make_post("Hello", content="Some **bold** text.")
    response = api.get("posts/", format="csv", include="content")
    head, row = csv.reader(io.StringIO(b"".join(response).decode()))
    assert head[-3:] == TEXT
    assert row[-3:] == ["Some **bold** text.", "markdown", Post.objects.get().content_html]
    (error,) = api.json("posts/", 400, include="comments", format="csv")["errors"]
    assert (error["parameter"], error["code"]) == ("include", "unknown")
    assert "table" in error["detail"]


def test_a_page_is_as_it_was(api):
    make_comment(make_post("Hello"))
    with CaptureQueriesContext(connection) as queries:
        assert api.get("/blog/", include="comments").status_code == 200
    assert len(queries) == 3
