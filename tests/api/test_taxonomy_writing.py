"""Categories and tags are written by editors."""

import pytest

from blog.models import Category, PostTag, Tag
from tests.factories import make_category, make_post, make_tag


@pytest.fixture
def client(as_person, editor):
    return as_person(editor)


def slugs_in_tree_order(client) -> list[tuple[str, str | None]]:
    body = client.json("categories/", page_size=100)
    return [(one["slug"], one["parent"] and one["parent"]["slug"]) for one in body["results"]]


def test_a_category_is_made_with_a_slug_from_its_name(client):
    top = client.send("post", "categories/", {"name": "Große Reise"})
    assert top["Location"] == top.json()["url"]
    assert top.json()["slug"] == "große-reise"
    below = client.write(201, "post", "categories/", {"name": "Below", "parent": "große-reise"})
    assert below["parent"]["slug"] == "große-reise"
    assert slugs_in_tree_order(client) == [("große-reise", None), ("below", "große-reise")]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"name": ""}, {"/name": "blank"}),
        ({"name": "x" * 101}, {"/name": "max_length"}),
        ({"slug": "Not A Slug"}, {"/slug": "invalid"}),
        ({"slug": "here"}, {"/slug": "unique"}),
        ({"parent": "nothing"}, {"/parent": "does_not_exist"}),
        ({"children": []}, {"/children": "unknown"}),
        ({"description": "x" * 501}, {"/description": "max_length"}),
    ],
)
def test_a_wrong_category_is_refused_by_name(client, change, errors):
    make_category("here")
    assert client.errors("post", "categories/", {"name": "X", **change}) == errors


def test_a_category_moves_with_all_below_it_and_never_below_itself(client):
    top = make_category("top")
    middle = make_category("middle", top)
    make_category("low", middle)
    for wrong in ("top", "middle", "low"):
        errors = client.errors("patch", "categories/top/", {"parent": wrong})
        assert errors == {"/parent": "category_cycle"}
    client.write(200, "patch", "categories/middle/", {"parent": None})
    assert slugs_in_tree_order(client) == [("middle", None), ("low", "middle"), ("top", None)]


def test_put_without_a_parent_moves_to_the_top(client):
    make_category("low", make_category("top"), description="Old")
    body = client.write(200, "put", "categories/low/", {"name": "Low"})
    assert (body["parent"], body["description"]) == (None, "")


def test_one_that_holds_something_is_kept_and_says_what(client):
    top = make_category("top")
    make_category("low", top)
    make_post(category=top)
    problem = client.write(409, "delete", "categories/top/")
    assert "1 post" in problem["detail"]
    assert "1 category" in problem["detail"]
    assert "move_to" in problem["detail"]


def test_what_it_holds_moves_to_the_one_that_is_named(client):
    top, other = make_category("top"), make_category("other")
    low = make_category("low", top)
    post = make_post("Hello", category=top)
    client.write(204, "delete", "categories/top/?move_to=other")
    low.refresh_from_db()
    post.refresh_from_db()
    assert (low.parent, post.category) == (other, other)
    client.json("categories/top/", 404)


@pytest.mark.parametrize("target", ["nothing", "top", "low", ""])
def test_a_wrong_place_to_move_to_is_refused_by_name(client, target):
    make_category("low", make_category("top"))
    problem = client.write(400, "delete", f"categories/top/?move_to={target}")
    assert [error["parameter"] for error in problem["errors"]] == ["move_to"]
    assert Category.objects.count() == 2


def test_an_unknown_parameter_is_refused_before_anything_is_deleted(client):
    make_category("top")
    client.write(400, "delete", "categories/top/?moveto=x")
    assert Category.objects.exists()


def test_tags_are_made_renamed_and_deleted(client):
    assert client.write(201, "post", "tags/", {"name": "HTTP"})["slug"] == "http"
    renamed = client.write(200, "patch", "tags/http/", {"name": "HTTP/3", "slug": "http-3"})
    assert (renamed["name"], renamed["slug"]) == ("HTTP/3", "http-3")
    post = make_post("Hello")
    post.tags.add(Tag.objects.get())
    client.write(204, "delete", "tags/http-3/")
    assert not post.tags.exists()


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"name": "DJANGO"}, {"/name": "unique"}),
        ({"name": "x", "slug": "django"}, {"/slug": "unique"}),
        ({}, {"/name": "required"}),
        ({"name": "x", "posts": []}, {"/posts": "unknown"}),
    ],
)
def test_a_wrong_tag_is_refused_by_name(client, body, errors):
    make_tag("django")
    assert client.errors("post", "tags/", body) == errors


def test_a_tag_keeps_its_own_name(client):
    make_tag("django")
    assert client.write(200, "patch", "tags/django/", {"name": "DJANGO"})["name"] == "DJANGO"


def test_merging_gives_each_post_the_other_tag_once(client):
    both, one = make_post(tags=("a", "b")), make_post(tags=("a",))
    body = client.write(200, "post", "tags/a/merge/", {"into": "b"})
    assert (body["slug"], body["post_count"]) == ("b", 2)
    for post in (both, one):
        assert [tag.slug for tag in post.tags.all()] == ["b"]
    assert PostTag.objects.count() == 2
    assert Tag.objects.count() == 1


def test_a_wrong_merge_is_refused_by_name(client):
    make_tag("a")
    assert client.errors("post", "tags/a/merge/", {"into": "a"}) == {"/into": "same_tag"}
    assert client.errors("post", "tags/a/merge/", {"into": "b"}) == {"/into": "does_not_exist"}
    assert client.errors("post", "tags/a/merge/", {}) == {"/into": "required"}


def test_an_editor_sees_the_tag_that_was_just_made(client):
    client.write(201, "post", "tags/", {"name": "New"})
    assert client.json("tags/new/")["post_count"] == 0


def test_two_categories_of_one_name_get_two_slugs(client):
    client.write(201, "post", "categories/", {"name": "News"})
    below = client.write(201, "post", "categories/", {"name": "News", "parent": "news"})
    assert below["slug"] == "news-2"


def test_names_of_tags_are_the_same_in_any_case_of_any_script(client):
    client.write(201, "post", "tags/", {"name": "été"})
    assert client.errors("post", "tags/", {"name": "ÉTÉ"}) == {"/name": "unique"}
