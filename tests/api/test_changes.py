"""The feed of changes: what a static frontend asks to rebuild only what changed."""

from datetime import timedelta
from random import Random
from time import sleep
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from api.filters.changes import read, written
from blog.changes import KEPT, Place
from blog.models import Change, Post, PostTag
from tests.factories import (
    LONG_AGO,
    make_category,
    make_draft,
    make_person,
    make_post,
    make_scheduled,
    make_tag,
)


class Follower:
    """Whoever keeps a copy of the blog."""

    def __init__(self, api: Any, page_size: int = 100) -> None:
        self.api, self.page_size = api, page_size
        self.since = self.ask()["next"]
        self.copy: dict[int, str] = {}

    def ask(self, **query: Any) -> dict[str, Any]:
        connection.check_constraints()  # What PostgreSQL does at the commit, it does now.
        return self.api.json("changes/", **query)

    def page(self) -> list[dict[str, Any]]:
        """Go on by one page."""
        answer = self.ask(since=self.since, page_size=self.page_size)
        assert list(answer) == ["results", "next"]
        self.since = answer["next"]
        for change in answer["results"]:
            self.copy.pop(change["post"]["id"], None)
            if change["type"] in {"published", "updated"}:
                self.copy[change["post"]["id"]] = change["post"]["slug"]
        return answer["results"]

    def news(self) -> list[tuple[str, str]]:
        """Go on until nothing is new; return type and slug of all that was told."""
        told: list[tuple[str, str]] = []
        for _ in range(500):
            page = self.page()
            told += [(change["type"], change["post"]["slug"]) for change in page]
            if not page:
                return told
        raise AssertionError("It never ends.")


@pytest.fixture
def follower(api):
    return Follower(api)


def change(post: Post, **columns: Any) -> None:
    Post.objects.filter(pk=post.pk).update(**columns)


@pytest.fixture
def later(monkeypatch):
    """Let the readers' clock go on, to what is scheduled."""
    now = timezone.now

    def go(**time: int) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now() + timedelta(**time))

    return go


# What is told.


def test_without_a_cursor_nothing_is_told_but_where_to_begin(api):
    make_post("Before")
    follower = Follower(api)
    assert follower.ask()["results"] == follower.ask(since="")["results"] == []
    assert follower.news() == []
    post = make_post("After")
    (told,) = follower.page()
    assert told == {
        "type": "published",
        "at": told["at"],
        "post": {
            "id": post.pk,
            "slug": "after",
            "url": "http://testserver/api/v1/posts/after/",
        },
    }
    assert told["at"].endswith("Z")


def test_all_that_becomes_of_a_post_in_order(as_person, editor, api):
    follower, client = Follower(api), as_person(editor)
    post = client.write(201, "POST", "posts/", {"title": "A", "status": "published", "tags": ["x"]})
    path = f"posts/{post['id']}/"
    connection.check_constraints()
    for data in (
        {"title": "B"},
        {"status": "draft"},
        {"content": "Hidden."},
        {"status": "published"},
        {"slug": "c"},
    ):
        client.write(200, "PATCH", path, data)
        connection.check_constraints()
    client.write(204, "DELETE", path)
    assert follower.news() == [
        *(("published", "a"), ("updated", "a"), ("withdrawn", "a"), ("published", "a")),
        *(("updated", "c"), ("deleted", "c")),
    ]


def test_it_is_the_same_for_everybody(as_person, author, admin, api):
    follower = Follower(api)
    make_draft("Draft", author=author)
    make_scheduled("Scheduled", author=author)
    make_post("Published", author=author)
    told = follower.ask(since=follower.since)
    assert [row["post"]["slug"] for row in told["results"]] == ["published"]
    for person in (author, admin):
        assert as_person(person).json("changes/", since=follower.since) == told


def test_a_hidden_post_leaves_no_trace(follower):
    for post in (make_draft("A", tags=("x",)), make_scheduled("B", tags=("y",))):
        change(post, title="Other", slug=f"secret{post.pk}")
        post.tags.first().delete()
        assert follower.news() == []
        post.delete()
    assert follower.news() == []


def test_a_post_and_its_tags_are_told_once(as_person, editor, api):
    follower, client = Follower(api), as_person(editor)
    post = make_post("A", tags=("x", "y", "z"))
    assert follower.news() == [("published", "a")]
    client.write(200, "PATCH", f"posts/{post.pk}/", {"title": "B", "tags": ["y", "new", "newer"]})
    assert follower.news() == [("updated", "a")]
    PostTag.objects.filter(post=post).delete()
    assert follower.news() == [("updated", "a")]
    PostTag.objects.create(post=post, tag=make_tag("q"))
    client.write(204, "DELETE", f"posts/{post.pk}/")
    assert follower.news()[-1] == ("deleted", "a")


def test_a_renamed_category_changes_its_posts(as_person, editor, api):
    here = make_category("here")
    for title in ("A", "B"):
        make_post(title, category=here)
    make_draft("C", category=here)
    make_post("D")
    follower = Follower(api)
    as_person(editor).write(200, "PATCH", "categories/here/", {"name": "There"})
    assert sorted(follower.news()) == [("updated", "a"), ("updated", "b")]


def test_pages_end_where_the_next_one_begins(api):
    follower = Follower(api, page_size=3)
    for number in range(10):
        make_post(f"P{number}")
    assert [len(follower.page()) for _ in range(5)] == [3, 3, 3, 1, 0]
    assert sorted(follower.copy.values()) == [f"p{number}" for number in range(10)]


def test_where_there_is_nothing_new_the_answer_is_the_same(api, follower):
    make_post("A")
    follower.news()
    first = api.get("changes/", since=follower.since)
    headers = {"if-none-match": first["ETag"]}
    again = api.client.get("/api/v1/changes/", {"since": follower.since}, headers=headers)
    assert again.status_code == 304
    assert first["Cache-Control"] == "public, no-cache"


# What is scheduled.


def test_a_scheduled_post_is_told_of_once_its_time_has_come(follower, later):
    post = make_scheduled("A")
    make_post("B")
    assert follower.news() == [("published", "b")]
    later(hours=23)
    assert follower.news() == []
    later(hours=25)
    (told,) = follower.page()
    at = post.published_at.isoformat().replace("+00:00", "Z")
    assert (told["type"], told["at"], told["post"]["slug"]) == ("published", at, "a")
    assert follower.news() == []


def test_what_was_passed_by_comes_first_and_page_by_page(api, later):
    follower = Follower(api, page_size=2)
    at = timezone.now() + timedelta(hours=1)
    for number in (3, 1, 2, 1, 0):
        make_post(f"S{number}", published_at=at + timedelta(minutes=number))
    make_post("New")
    assert follower.news() == [("published", "new")]
    make_post("Newer")
    later(hours=2)
    told = [[row["post"]["slug"] for row in follower.page()] for _ in range(4)]
    assert told == [["s0", "s1"], ["s1-2", "s2"], ["s3", "newer"], []]


def test_one_moment_for_many_is_no_obstacle(api, later):
    follower = Follower(api, page_size=2)
    at = timezone.now() + timedelta(hours=1)
    for number in range(5):
        make_post(f"S{number}", published_at=at)
        make_post(f"N{number}")
    assert len(follower.news()) == 5
    later(hours=2)
    assert follower.news() == [("published", f"s{number}") for number in range(5)]


def test_the_clock_of_another_server_may_be_behind(follower, later):
    post = make_scheduled("A")
    follower.news()
    later(hours=25)
    assert follower.news() == [("published", "a")]
    later(hours=23)
    make_post("B")
    make_post("C", published_at=post.published_at - timedelta(minutes=1))
    make_post("D")
    assert follower.news() == [("published", "b"), ("published", "c"), ("published", "d")]
    later(hours=25)
    assert follower.news() == []


def test_who_takes_back_what_is_due_in_a_moment_says_so(follower):
    """A reader may have seen it appear, between the trigger's look at the clock and the commit."""
    post = make_post("A", published_at=timezone.now() + timedelta(seconds=1))
    connection.check_constraints()
    change(post, status="draft")
    assert follower.news() == [("withdrawn", "a")]
    post = make_post("B", published_at=timezone.now() + timedelta(seconds=1))
    connection.check_constraints()
    post.delete()
    assert follower.news() == [("deleted", "b")]


def test_what_has_appeared_and_gone_is_told_in_order_to_who_is_behind(follower, later):
    # Later than the row is written, on a machine that is busy too.
    post = make_post("A", published_at=timezone.now() + timedelta(seconds=0.5))
    make_post("B")
    connection.check_constraints()
    sleep(0.6)
    later(seconds=-10)
    assert follower.news() == [("published", "b")]
    change(post, status="draft")
    assert follower.news() == [("withdrawn", "a")]
    later(seconds=0)
    assert follower.news() == []
    assert list(follower.copy.values()) == ["b"]


# What is refused.


@pytest.mark.parametrize("since", ["x", "1-2-3", "1-2-3.forged", "é", "-", "1" * 199])
def test_a_forged_cursor_is_a_mistake_that_is_named(api, since):
    (error,) = api.json("changes/", 400, since=since)["errors"]
    assert (error["parameter"], error["code"]) == ("since", "invalid")
    assert "without `since`" in error["detail"]


def test_all_mistakes_are_told_at_once(api):
    errors = api.json("changes/", 400, since="x", page_size=101, sinse=1)["errors"]
    assert {error["parameter"] for error in errors} == {"since", "page_size", "sinse"}


def test_a_cursor_says_what_it_said(api):
    place = Place(7, LONG_AGO + timedelta(microseconds=1), 3)
    assert read(written(place)) == place


def test_what_is_no_longer_kept_is_gone(api):
    now = timezone.now()
    old = written(Place(0, now - KEPT - timedelta(minutes=1), 0))
    problem = api.json("changes/", 410, since=old)
    assert problem["code"] == "gone"
    assert "build everything anew" in problem["detail"]
    api.json("changes/", since=written(Place(0, now - KEPT + timedelta(minutes=1), 0)))


# Whatever happens.


class Blog:
    """A blog to which things happen by chance."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.author = make_person()
        self.categories = [make_category(f"c{n}") for n in range(2)]

    def do(self) -> None:
        deeds = (self.publish, self.edit, self.move, self.tag, self.rename, self.delete)
        self.dice.choice(deeds)()

    def columns(self) -> dict[str, Any]:
        hours = self.dice.choice((-50, -1, 1, 2, 50))
        return {
            "status": self.dice.choice(("published", "published", "draft")),
            "published_at": timezone.now() + timedelta(hours=hours),
            "category": self.dice.choice(self.categories),
        }

    def some(self) -> Any:
        pks = list(Post.objects.values_list("pk", flat=True))
        return Post.objects.filter(pk__in=self.dice.sample(pks, min(len(pks), 2)))

    def publish(self) -> None:
        number = self.dice.randrange(10**9)
        make_post(f"P{number}", author=self.author, tags=("t",), **self.columns())

    def edit(self) -> None:
        self.some().update(title=f"T{self.dice.random()}")

    def move(self) -> None:
        self.some().update(**self.columns())

    def tag(self) -> None:
        PostTag.objects.filter(post__in=self.some()).delete()

    def rename(self) -> None:
        one = self.dice.choice(self.categories)
        one.name = f"N{self.dice.random()}"
        one.save()

    def delete(self) -> None:
        self.some().delete()


@pytest.mark.parametrize("seed", range(3))
def test_who_follows_the_feed_has_exactly_what_everybody_may_read(api, seed):
    blog = Blog(seed)
    followers = [Follower(api, page_size) for page_size in (1, 3, 100)]
    for _ in range(60):
        blog.do()
        connection.check_constraints()
        followers[blog.dice.randrange(3)].page()
    for follower in followers:
        follower.news()
        assert follower.copy == dict(Post.objects.published().values_list("pk", "slug"))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_scheduled_comes_by_itself(api, seed, later):
    blog, followers = Blog(seed), [Follower(api, page_size) for page_size in (1, 2, 100)]
    for _ in range(60):
        blog.do()
        followers[blog.dice.randrange(3)].page()
    for hours in (1, 2, 60):
        later(hours=hours, minutes=5)
        for follower in followers:
            follower.news()
            assert follower.copy == dict(Post.objects.published().values_list("pk", "slug"))
    assert not Change.objects.filter(due__gt=timezone.now()).exists()
