"""`GET /api/v1/posts/{ref}/` and what hangs on it."""

import pytest

from blog.models import FormerSlug
from tests.api.test_post_list import LIST_KEYS
from tests.factories import make_draft, make_post, make_scheduled


def test_it_adds_the_whole_text_to_the_keys_of_a_list(api):
    make_post("Hello", content="# Title\n\nSome **bold** text.")
    post = api.json("posts/hello/")
    assert list(post) == [
        *LIST_KEYS,
        *("content", "content_format", "content_html", "toc", "seo", "previous", "next"),
        *("user_can_comment", "user_can_edit"),
    ]
    assert post["content"].startswith("# Title")
    assert "<strong>bold</strong>" in post["content_html"]
    assert post["seo"] == {
        "title": None,
        "description": None,
        "canonical_url": None,
        "image_url": None,
    }


def test_id_and_slug_lead_to_the_same_post(api):
    post = make_post("Hello")
    assert api.json(f"posts/{post.pk}/") == api.json("posts/hello/")


def test_a_slug_may_be_of_any_script(api):
    post = make_post("Привет, мир")
    assert api.json(f"posts/{post.slug}/")["title"] == "Привет, мир"


@pytest.mark.parametrize("ref", ["0", "007", "٥", "99999", "9" * 40, "nothing", "a" * 300, "1_0"])
def test_what_is_not_there_is_404(api, ref):
    make_post()
    assert api.json(f"posts/{ref}/", 404)["code"] == "not_found"


@pytest.mark.parametrize("path", ["posts/old/", "posts/old/comments/", "posts/old/related/"])
def test_a_former_slug_moves_to_the_present_one(api, path):
    FormerSlug.objects.create(slug="old", post=make_post("New"))
    response = api.get(path + "?view=flat" if "comments" in path else path)
    assert response.status_code == 308
    expected = f"http://testserver/api/v1/{path.replace('old', 'new')}"
    assert response["Location"].partition("?")[0] == expected
    assert ("view=flat" in response["Location"]) is ("comments" in path)


def test_a_former_slug_of_a_hidden_post_is_404(api, author):
    FormerSlug.objects.create(slug="old", post=make_draft("New", author=author))
    api.json("posts/old/", 404)


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_a_hidden_post_is_404_but_not_to_its_author_and_editors(
    api, as_person, author, stranger, editor, make
):
    post = make("Hidden", author=author)
    for path in ("posts/hidden/", f"posts/{post.pk}/", "posts/hidden/comments/"):
        api.json(path, 404)
        as_person(stranger).json(path, 404)
        as_person(author).json(path)
        as_person(editor).json(path)


def test_it_names_the_posts_before_and_after_it(api, author):
    for title in ("One", "Two", "Three"):
        make_post(title)
    make_draft("Hidden", author=author)
    two = api.json("posts/two/")
    assert two["previous"] == {
        "slug": "one",
        "title": "One",
        "url": "http://testserver/api/v1/posts/one/",
    }
    assert two["next"]["slug"] == "three"
    assert api.json("posts/one/")["previous"] is None
    assert api.json("posts/three/")["next"] is None


def test_rights_follow_the_person(api, as_person, author, reader):
    make_post("Hello", author=author)

    def rights(client):
        post = client.json("posts/hello/")
        return post["user_can_comment"], post["user_can_edit"]

    assert rights(api) == (False, False)
    assert rights(as_person(reader)) == (True, False)
    assert rights(as_person(author)) == (True, True)


def test_an_unknown_parameter_is_refused_here_too(api):
    make_post("Hello")
    (error,) = api.json("posts/hello/", 400, feilds="title")["errors"]
    assert error["parameter"] == "feilds"


def test_the_present_owner_of_a_slug_goes_before_a_former_one(api):
    FormerSlug.objects.create(slug="shared", post=make_post("Old"))
    make_post("Shared", slug="shared")
    assert api.json("posts/shared/")["title"] == "Shared"
