"""Categories, tags, authors, archive, statistics, me and the root."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import (
    make_category,
    make_comment,
    make_draft,
    make_person,
    make_post,
    make_scheduled,
)


def test_categories_are_a_tree_in_order(api, author):
    guides = make_category("guides")
    reading = make_category("reading", guides)
    make_category("art")
    make_post(category=guides)
    make_post(category=reading)
    make_draft(category=reading, author=author)
    results = api.json("categories/")["results"]
    assert [one["slug"] for one in results] == ["art", "guides", "reading"]
    assert list(results[1]) == [
        *("url", "html_url", "slug", "name", "description", "parent", "children", "post_count")
    ]
    assert results[1]["post_count"] == 2
    assert results[1]["children"] == [
        {
            "slug": "reading",
            "name": "Reading",
            "url": "http://testserver/api/v1/categories/reading/",
            "post_count": 1,
        }
    ]
    assert results[2]["parent"]["slug"] == "guides"
    assert api.json("categories/reading/") == results[2]
    api.json("categories/nothing/", 404)


def test_tags_count_published_posts_and_hide_with_them(api, author):
    make_post(tags=("open",))
    make_draft(tags=("open", "secret"), author=author)
    assert api.json("tags/")["results"] == [api.json("tags/open/")]
    assert api.json("tags/open/") == {
        "url": "http://testserver/api/v1/tags/open/",
        "html_url": "http://testserver/blog/tag/open/",
        "slug": "open",
        "name": "Open",
        "post_count": 1,
    }
    api.json("tags/secret/", 404)


def test_authors_are_people_with_a_published_post(api, stranger, author):
    make_post(author=author)
    make_post(author=author)
    make_draft(author=stranger)
    (profile,) = api.json("authors/")["results"]
    assert profile == {
        "username": "author",
        "display_name": "author",
        "url": "http://testserver/api/v1/authors/author/",
        "html_url": "http://testserver/blog/author/author/",
        "avatar_url": None,
        "bio": "",
        "website": None,
        "post_count": 2,
    }
    assert api.json("authors/author/") == profile
    api.json("authors/stranger/", 404)


def test_the_archive_counts_by_year_and_month(api, author):
    for moment in ("2024-01-31T23:59:59Z", "2024-01-01T00:00:00Z", "2025-12-31T00:00:00Z"):
        make_post(published_at=moment)
    make_scheduled()
    make_draft(author=author)
    assert api.json("archive/") == [
        {"year": 2025, "count": 1, "months": [{"month": 12, "count": 1}]},
        {"year": 2024, "count": 2, "months": [{"month": 1, "count": 2}]},
    ]


def test_statistics_are_those_of_the_documents(api, author):
    popular = make_post("Popular")
    for _ in range(6):
        make_comment(popular)
    make_post("New", published_at=timezone.now() - timedelta(days=1))
    make_draft(author=author)
    body = api.json("statistics/")
    assert list(body) == [
        *("total_posts", "total_comments", "average_comments_per_post", "latest_post"),
        *("recent_posts", "popular_posts", "months"),
    ]
    assert body["months"][1:] == [{"year": 2020, "month": 1, "count": 1}]
    assert body["months"][0]["count"] == 1
    assert (body["total_posts"], body["total_comments"]) == (2, 6)
    assert body["average_comments_per_post"] == 3.0
    assert body["latest_post"]["title"] == "New"
    assert [post["title"] for post in body["recent_posts"]] == ["New"]
    assert [post["title"] for post in body["popular_posts"]] == ["Popular"]


def test_statistics_of_an_empty_blog(api):
    assert api.json("statistics/") == {
        "total_posts": 0,
        "total_comments": 0,
        "average_comments_per_post": 0.0,
        "latest_post": None,
        "recent_posts": [],
        "popular_posts": [],
        "months": [],
    }


def test_me_is_short_for_an_anonymous_reader(api):
    assert api.json("me/") == {"authenticated": False}


def test_me_knows_role_and_rights(as_person, editor):
    me = as_person(editor).json("me/")
    assert (me["authenticated"], me["username"], me["role"]) == (True, "editor", "editor")
    assert "blog.edit_any_post" in me["permissions"]
    assert len(me["csrf_token"]) == 32
    assert me["website"] is None
    assert as_person(make_person("plain")).json("me/")["role"] == "reader"


def test_the_root_links_to_all_that_follows(api):
    root = api.json("/api/")
    assert api.json("/api/v1/") == root
    for name, url in root.items():
        status = 401 if name in {"media", "tokens"} else 200
        assert api.get(url.removeprefix("http://testserver")).status_code == status, name
