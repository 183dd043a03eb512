"""`?cursor=`: walking a list, whatever happens to it meanwhile."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, count, islice
from typing import Any
from urllib.parse import urlencode

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.filters import PostFilters
from api.pagination.cursors import LONGEST, SIGNATURE
from blog.models import AccessToken, Category, Comment, Media, Post, Revision
from blog.services.categories import delete_category, save_category
from blog.services.posts import save_post
from blog.services.tokens import create_token
from tests.factories import (
    LONG_AGO,
    make_category,
    make_comment,
    make_draft,
    make_image,
    make_person,
    make_post,
    make_scheduled,
)

HOST = "http://testserver"
# Every list, by what tells its rows apart.
LISTS = {
    "posts/": "id",
    "posts/?status=draft": "id",
    "posts/?status=scheduled&ordering=title": "id",
    "posts/?category=here": "id",
    "posts/?tag=a&tag=b&tag_not=tag3": "id",
    "posts/?author=ann&year=2020&published_before=2020-02-01": "id",
    "posts/?q=text&featured=false&ordering=-published_at": "id",
    "posts/first/comments/": "id",
    "posts/first/comments/?view=flat": "id",
    "posts/first/revisions/": "number",
    "comments/": "id",
    "comments/?ordering=-created_at&post=first": "id",
    "categories/": "slug",
    "tags/": "slug",
    "authors/": "username",
    "media/": "id",
    "auth/tokens/": "id",
    "/blog/?format=json": "id",
    "/blog/category/here/?format=json": "id",
    "/blog/archive/2020/1/?format=json": "id",
    "/blog/feed/?format=json": "id",
}
ORDERINGS = [
    *("published_at", "-published_at", "-like_count,title", "title,-published_at"),
    "comment_count,-like_count,title",
]


def with_query(path: str, **query: Any) -> str:
    """Return the path with more parameters; the test client would replace those it has."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode(query, doseq=True)}"


def pages(client: Any, path: str, **query: Any) -> Iterator[dict]:
    """Yield each page of a walk."""
    body = client.json(with_query(path, **{"cursor": "", "page_size": 2, **query}))
    for _ in range(100):
        yield body
        if body["next"] is None:
            return
        body = client.json(body["next"].removeprefix(HOST))
    raise AssertionError("The walk does not end.")


def walk(client: Any, path: str, key: str = "id", **query: Any) -> list:
    return [row[key] for page in pages(client, path, **query) for row in page["results"]]


def all_of(client: Any, path: str, key: str = "id", **query: Any) -> list:
    return [row[key] for row in client.json(with_query(path, **query, page_size=100))["results"]]


def start_of(path: str, size: int = 2) -> str:
    return with_query(path, cursor="", page_size=size)


def fill(editor: Any) -> None:
    ann, here = make_person("ann"), make_category("here")
    first = make_post("First", author=ann, category=here, tags=("a", "b"))
    for number in range(4):
        below = make_category(f"below{number % 3}{number}", here)
        make_post(f"Post {number // 3}", author=ann, category=below, tags=("a", f"tag{number}"))
        make_post(author=make_person(), published_at=LONG_AGO + timedelta(minutes=number // 2))
        make_comment(first, parent=make_comment(first, created_at=LONG_AGO))
        make_draft(author=ann, published_at=LONG_AGO if number % 3 else None)
        make_scheduled(f"Later {number // 3}")
        make_image(editor, alt="x")
        create_token(person=editor, name="x", scope="read")
        first.title = f"First {number}"
        save_post(post=first)
    for model in (Media, AccessToken):
        model.objects.update(created_at=LONG_AGO)


@pytest.fixture
def client(as_person, editor):
    """Ask as an editor, whom every list shows something, in a blog that has some of everything."""
    fill(editor)
    return as_person(editor)


def test_every_list_is_walked_whole_and_each_row_once_there_and_back(client):
    for path, key in LISTS.items():
        expected = all_of(client, path, key)
        assert 3 < len(expected) < 100, path
        bodies = list(pages(client, path, page_size=3))
        *there, last = ([row[key] for row in body["results"]] for body in bodies)
        assert [*chain.from_iterable([*there, last])] == expected, path
        page, back = bodies[-1], []
        while page["previous"]:
            page = client.json(page["previous"].removeprefix(HOST))
            back.insert(0, [row[key] for row in page["results"]])
        assert back == there, path


# What has no date is only a matter of the orders in which the date comes first or breaks ties.
@pytest.mark.parametrize(
    ("ordering", "status"),
    [(ordering, "published") for ordering in ORDERINGS]
    + [(ordering, "draft") for ordering in ORDERINGS if "published_at" in ordering],
)
def test_every_ordering_can_be_walked_with_ties_and_without_dates(
    as_person, editor, ordering, status
):
    chance = random.Random(ordering)
    for number in range(12):
        now = LONG_AGO + timedelta(microseconds=chance.randrange(6))
        post = make_post(
            chance.choice(["a", "A", "b", "ä", "Ж", "日本"]),
            slug=f"post-{number}",
            published_at=now,
            updated_at=LONG_AGO + timedelta(microseconds=chance.randrange(5)),
        )
        Post.objects.filter(pk=post.pk).update(
            status=status,
            published_at=chance.choice([now, None]) if status == "draft" else now,
            like_count=chance.randrange(3),
            comment_count=chance.randrange(2),
        )
    client, query = as_person(editor), {"status": status, "ordering": ordering}
    expected = all_of(client, "posts/", **query)
    for size in (1, 16):
        assert walk(client, "posts/", page_size=size, **query) == expected, size


def test_back_and_forth_through_ties_is_the_same_list(as_person, editor):
    for number in range(8):
        make_post(f"Post {number // 4}", published_at=LONG_AGO)
    make_draft("Draft", published_at=LONG_AGO)
    make_draft("Draft", slug="other")
    Post.objects.filter(pk__in=Post.objects.values("pk")[:6]).update(
        status="draft", published_at=None
    )
    client = as_person(editor)
    for ordering in ("-published_at", "published_at", "title,-published_at", "-like_count"):
        query = {"status": "draft", "ordering": ordering, "page_size": 2}
        page, second = islice(pages(client, "posts/", **query), 2)
        expected = [[row["id"] for row in one["results"]] for one in (page, second)]
        for _ in range(2):
            page = client.json(second["previous"].removeprefix(HOST))
            second = client.json(page["next"].removeprefix(HOST))
            found = [[row["id"] for row in one["results"]] for one in (page, second)]
            assert found == expected, ordering
            assert page["previous"] is None


def test_the_answer_has_no_count_and_links_to_the_beginning(api):
    for _ in range(5):
        make_post()
    first = api.get("posts/", cursor="", page_size=2, ordering="title")
    body = first.json()
    assert list(body) == ["count", "next", "previous", "results"]
    assert (body["count"], body["previous"]) == (None, None)
    start = f"{HOST}/api/v1/posts/?cursor=&ordering=title&page_size=2"
    assert first["Link"] == f'<{start}>; rel="first", <{body["next"]}>; rel="next"'
    second = api.get(body["next"].removeprefix(HOST))
    body = second.json()
    assert body["count"] is None
    assert second["Link"] == (
        f'<{start}>; rel="first", <{body["previous"]}>; rel="prev", <{body["next"]}>; rel="next"'
    )
    assert api.json("posts/?cursor=&author=writer")["next"] is None
    assert api.json("posts/?page_size=2")["count"] == 5


def test_an_empty_list_is_one_empty_page(api):
    nothing = {"count": None, "next": None, "previous": None, "results": []}
    for path in ("posts/", "comments/", "categories/", "tags/", "authors/"):
        assert api.json(path, cursor="") == nothing


def test_the_size_of_a_page_may_change_on_the_way(api):
    for _ in range(9):
        make_post()
    start = api.json("posts/", cursor="", page_size=2)
    link = start["next"].removeprefix(HOST).replace("page_size=2", "page_size=7&format=json")
    assert [post["id"] for page in (start, api.json(link)) for post in page["results"]] == all_of(
        api, "posts/"
    )


def test_what_stands_still_is_neither_lost_nor_doubled(as_person, editor):
    """Rows come, go and change on every page; those that nobody touches come once, in order."""
    for seed, ordering in enumerate(["-published_at", "title", "-like_count", "-like_count,title"]):
        chance = random.Random(seed)
        Post.objects.all().delete()
        numbers = count()

        def new(chance=chance, numbers=numbers) -> Post:
            moment = LONG_AGO + timedelta(seconds=chance.randrange(9))
            title, likes = f"Post {chance.randrange(9)}", chance.randrange(2)
            return make_post(
                title, slug=f"p-{next(numbers)}", published_at=moment, like_count=likes
            )

        still = [new().pk for _ in range(9)]
        moving = [new() for _ in range(6)]
        found = []
        for page in pages(as_person(editor), "posts/", ordering=ordering):
            found += [post["id"] for post in page["results"]]
            moving.pop(chance.randrange(len(moving))).delete()
            moving.append(new())
            moved = chance.choice(moving)
            Post.objects.filter(pk=moved.pk).update(
                title=f"Post {chance.randrange(9)}",
                published_at=LONG_AGO + timedelta(seconds=chance.randrange(9)),
                like_count=chance.randrange(2),
            )
        expected = [
            pk for pk in all_of(as_person(editor), "posts/", ordering=ordering) if pk in still
        ]
        assert [pk for pk in found if pk in still] == expected


def test_the_row_at_the_place_may_go(api):
    posts = [make_post() for _ in range(6)]
    start = api.json("posts/", cursor="", page_size=2)
    posts[4].delete()
    assert [post["id"] for post in api.json(start["next"].removeprefix(HOST))["results"]] == [
        posts[3].pk,
        posts[2].pk,
    ]


def test_a_page_whose_rows_have_all_gone_leads_back(api):
    posts = [make_post() for _ in range(4)]
    start = api.json("posts/", cursor="", page_size=2)
    for post in posts[:2]:
        post.delete()
    empty = api.json(start["next"].removeprefix(HOST))
    assert (empty["results"], empty["next"]) == ([], None)
    back = api.json(empty["previous"].removeprefix(HOST))
    assert back["results"] == start["results"]
    assert back["previous"] is None
    assert api.json(back["next"].removeprefix(HOST))["results"] == []


def test_the_tree_of_categories_is_walked_while_it_changes(api):
    def tree() -> dict[str, Category]:
        while Category.objects.exists():
            Category.objects.filter(children=None).delete()
        made: dict[str, Category] = {}
        for slug, parent in zip("abcdef", " aba e", strict=True):
            made[slug] = make_category(slug, made.get(parent))
        return made

    def rest(change, size: int = 3) -> str:
        nodes = tree()
        start = api.json("categories/", cursor="", page_size=size)
        change(nodes)
        following = api.json(f"{start['next']}".removeprefix(HOST))
        shown = [*start["results"], *following["results"]]
        return " ".join(one["slug"] for one in shown)

    def move(slug: str, **fields: Any):
        return lambda nodes: save_category(
            category=nodes[slug],
            fields={name: nodes.get(str(value), value) for name, value in fields.items()},
        )

    def go(nodes: dict[str, Category]) -> None:
        delete_category(category=nodes["c"], move_to=nodes["b"])

    assert rest(lambda nodes: None) == "a b c d e f"
    assert rest(go) == "a b c d e f"
    # What moves may come again, or not at all; the others come once.
    assert rest(move("c", name="Z")) == "a b c c d e"
    assert rest(move("c", parent="e")) == "a b c d e c"
    assert rest(move("d", name="A")) == "a b c e f"
    assert rest(lambda nodes: make_category("bb", nodes["a"])) == "a b c bb d e"
    assert rest(lambda nodes: make_category("aa", nodes["a"])) == "a b c d e f"


def test_what_is_no_cursor_of_ours_is_refused_with_the_remedy(api):
    for _ in range(5):
        make_post()
    link = api.json("posts/", cursor="", page_size=2)["next"]
    good = re.search("cursor=([^&]+)", link)[1]
    changed = [
        good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :] for at in (0, 9, 40, -2)
    ]
    end = [good[:-1] + letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if good[-1] != letter]
    long = ["x" * (LONGEST + 1), good * 50]
    bad = [
        "x",
        "AAAA",
        "%00",
        "ü",
        "=",
        " ",
        "0",
        "null",
        f"{good}=",
        f"{good}A",
        good[:-4],
        good[4:],
    ]
    for text in [*bad, *changed, *end, *long, good[: SIGNATURE * 4 // 3]]:
        errors = api.json("posts/", 400, cursor=text)["errors"] if text != "%00" else []
        assert [(one["parameter"], one["code"]) for one in errors] in ([("cursor", "invalid")], [])
        assert all("?cursor=" in one["detail"] for one in errors)
    assert len(api.json("posts/", cursor=good, page_size=2)["results"]) == 2


def test_a_cursor_of_another_list_filter_or_order_is_refused(client):
    lists = [path for path in LISTS if not path.startswith("/blog/")]
    links = {path: client.json(start_of(path))["next"].removeprefix(HOST) for path in lists}
    cursors = {path: re.search("cursor=([^&]+)", link)[1] for path, link in links.items()}
    for number, path in enumerate(lists):
        for other in (lists[number - 1], lists[0] if number > 1 else lists[-2]):
            address = start_of(path).replace("cursor=", f"cursor={cursors[other]}")
            (error,) = client.json(address, 400)["errors"]
            assert (error["parameter"], error["code"]) == ("cursor", "invalid"), (path, other)


def test_a_cursor_of_one_post_is_none_of_another(api):
    for slug in ("One", "Two"):
        post = make_post(slug)
        for _ in range(3):
            make_comment(post)
    link = api.json("posts/one/comments/?cursor=&page_size=2")["next"].removeprefix(HOST)
    api.json(link.replace("one", "two"), 400)
    by_id = link.replace("one", str(Post.objects.get(slug="one").pk))
    assert api.json(by_id)["results"] == api.json(link)["results"]


def test_a_walk_through_comments_outlives_a_new_slug(api):
    post = make_post("One")
    comments = [make_comment(post) for _ in range(3)]
    link = api.json("posts/one/comments/?cursor=&page_size=2")["next"].removeprefix(HOST)
    post.slug = "uno"
    post.save()
    post.former_slugs.create(slug="one")
    moved = api.get(link)
    assert moved.status_code == 308
    (last,) = api.json(moved["Location"].removeprefix(HOST))["results"]
    assert last["id"] == comments[-1].pk


def test_the_same_order_said_or_not_is_the_same_list(api):
    for _ in range(3):
        make_post()
    link = api.json("posts/?cursor=&page_size=2")["next"].removeprefix(HOST)
    assert len(api.json(f"{link}&ordering=-published_at")["results"]) == 1
    api.json(f"{link}&ordering=published_at", 400)


def test_page_and_cursor_together_are_refused_by_name(api):
    errors = api.json("posts/", 400, page=1, cursor="")["errors"]
    assert {error["parameter"] for error in errors} == {"page", "cursor"}
    assert all("page" in error["detail"] and "cursor" in error["detail"] for error in errors)


def test_all_mistakes_are_named_at_once_with_a_cursor(api):
    errors = api.json("posts/", 400, cursor="x", page_size=0, year="x", odd="1")["errors"]
    assert {error["parameter"] for error in errors} == {"cursor", "page_size", "year", "odd"}
    errors = api.get("posts/?cursor=&cursor=").json()["errors"]
    assert [(error["parameter"], error["code"]) for error in errors] == [("cursor", "doubled")]


def test_a_cursor_that_leads_nowhere_is_unknown_where_nothing_is_walked(api):
    make_post("Hello")
    for path in ("posts/hello/", "posts/hello/related/", "archive/", "me/"):
        (error,) = api.json(path, 400, cursor="")["errors"]
        assert (error["parameter"], error["code"]) == ("cursor", "unknown")


def test_an_order_that_shifts_cannot_be_walked(api, monkeypatch):
    monkeypatch.setattr(PostFilters.base_filters["ordering"], "shifting", frozenset({"title"}))
    (error,) = api.json("posts/", 400, cursor="", ordering="like_count,-title")["errors"]
    assert (error["parameter"], error["code"]) == ("ordering", "shifting")
    assert "title" in error["detail"]
    api.json("posts/", ordering="title")
    api.json("posts/", cursor="", ordering="like_count")


def test_on_pages_a_wrong_cursor_is_ignored(api):
    for _ in range(25):
        make_post()
    for query in ("cursor=x", "cursor=x&page=2", "cursor=x&page=3&utm_source=mail"):
        response = api.get(f"/blog/?{query}")
        assert response.status_code == 200
        html = response.content.decode()
        assert "cursor=x" not in re.search('<nav class="pagination".*?</nav>', html, re.S)[0]
        body = api.json(f"/blog/?{query}&format=json")
        assert body["count"] == 25
        assert "cursor=" not in (body["next"] or "")
    foreign = api.json("posts/?cursor=&author=writer")["next"].partition("?")[2]
    assert api.json(f"/blog/?{foreign.replace('author=writer&', '')}&format=json")["count"] == 25


def test_pages_are_walked_by_previous_and_next_alone(api):
    for _ in range(25):
        make_post()
    for path in ("/blog/", "/blog/author/writer/", "/blog/archive/2020/"):
        link, seen, links = f"{path}?cursor=&utm_source=mail", [], []
        while link:
            html = api.get(link).content.decode()
            seen += re.findall(r'<h2[^>]*><a href="[^"]*/blog/posts/([^/]+)/', html)
            found = re.search('<nav class="pagination".*?</nav>', html, re.S)[0]
            links.append(re.findall('rel="(prev|next)"', found))
            assert "aria-current" not in found
            following = re.search('href="([^"]+)" rel="next"', found)
            link = following and following[1].replace("&amp;", "&").removeprefix(HOST)
        assert links == [["next"], ["prev", "next"], ["prev"]], path
        assert len(seen) == len(set(seen)) == 25


def test_other_pages_bear_a_cursor(api, as_person, editor):
    post = make_post("Hello")
    for number in range(60):
        make_comment(post, f"Thread {number}.", status="pending" if number > 45 else "approved")
    html = api.get("/blog/posts/hello/?cursor=").content.decode()
    assert "Thread 0." in html
    html = as_person(editor).get("/blog/comments/moderation/?cursor=").content.decode()
    assert "Thread 46." in html
    following = re.search('href="([^"]+)" rel="next"', html)[1].replace("&amp;", "&")
    assert "Thread 59." in as_person(editor).get(following.removeprefix(HOST)).content.decode()


@pytest.mark.parametrize("path", ["posts/?tag=a&format=atom", "posts/?format=rss", "/blog/feed/"])
def test_a_feed_is_walked_by_its_links(api, path):
    posts = [make_post(tags=("a",)) for _ in range(7)]
    link, seen = start_of(path), []
    while link:
        feed = feedparser.parse(api.get(link.removeprefix(HOST)).content)
        assert not feed.bozo
        seen += [entry.id for entry in feed.entries]
        link = next((one.href for one in feed.feed.links if one.rel == "next"), None)
    assert seen == [f"{HOST}/blog/posts/{post.pk}/" for post in reversed(posts)]


def test_a_json_feed_is_walked_by_next_url(api):
    for _ in range(7):
        make_post()
    link, seen = start_of("posts/?format=jsonfeed"), []
    while link:
        body = api.json(link.removeprefix(HOST))
        seen += [item["id"] for item in body["items"]]
        link = body.get("next_url")
    assert len(set(seen)) == len(seen) == 7


def test_a_table_holds_every_row_with_a_cursor_too(api):
    for _ in range(5):
        make_post()
    response = api.get(start_of("posts/?format=csv", 2))
    assert len(b"".join(response).splitlines()) == 6


def test_titles_that_are_hard_to_write_are_walked_exactly(api):
    hard = [
        "'",
        '"',
        "%",
        "_",
        "\\",
        "a\u0301",
        "á",
        "\u00e1",
        "😀" * 200,
        "a b",
        "a  b",
        "+&=#",
        "'' OR 1",
    ]
    for number, title in enumerate(hard):
        make_post(title, slug=f"p{number}")
    for ordering in ("title", "-title"):
        expected = all_of(api, "posts/", "title", ordering=ordering)
        assert walk(api, "posts/", "title", ordering=ordering, page_size=1) == expected


def statements(client: Any, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        client.json(path)
    return [query["sql"] for query in queries]


@pytest.mark.parametrize(
    ("ordering", "index"),
    [
        ("-published_at", "post_date"),
        ("published_at", "post_date"),
        ("-updated_at", "post_updated"),
        ("title", "post_title"),
        ("-comment_count", "post_comments"),
        ("-like_count", "post_likes"),
    ],
)
def test_the_database_seeks_the_place_in_an_index(api, ordering, index):
    author = make_person("ann")
    Post.objects.bulk_create(
        Post(
            title=f"Post {number:04}",
            slug=f"post-{number}",
            author=author,
            status="published",
            published_at=LONG_AGO + timedelta(minutes=number),
            updated_at=LONG_AGO + timedelta(minutes=number),
            like_count=number,
            comment_count=number,
        )
        for number in range(90)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE blog_post")
            cursor.execute("SET LOCAL enable_seqscan = off")
    link = f"posts/?cursor=&ordering={ordering}"
    for _ in range(3):
        link = api.json(link)["next"].removeprefix(HOST)
    sql, _ = statements(api, link)
    column = ordering.lstrip("-")
    first_condition = sql.partition(" WHERE ")[2]
    # SQLite seeks the first bound of a column that it meets: the place, and not the present.
    place = rf"""\(+"blog_post"."{column}" [<>]= (?!'{timezone.now().year})"""
    assert re.match(place, first_condition), first_condition
    words = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(words + sql)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    if connection.vendor == "sqlite":
        assert re.search(rf"SEARCH blog_post USING INDEX {index} \(.*{column}[<>]", plan), plan
        assert "SCAN blog_post" not in plan
        assert "TEMP B-TREE" not in plan
    else:
        assert re.search(rf"Index Scan (Backward )?using {index} on blog_post", plan), plan
        assert re.search(rf"Index Cond: .*{column}\S* [<>]=", plan), plan


def test_where_many_rows_share_a_value_the_rest_of_them_is_sought(api):
    """Most posts have no like; to come to the last of them, the others are not read."""
    for _ in range(9):
        make_post()
    link = api.json("posts/?cursor=&ordering=-like_count&page_size=3")["next"].removeprefix(HOST)
    sql, _ = statements(api, link)
    assert re.search(r'WHERE \("blog_post"."like_count" = 0 AND "blog_post"."id" < \d+ AND', sql)


def test_models_can_be_walked_by_their_own_order(db):
    """Each list's default order ends in a unique column, or the walk would lose rows."""
    from api.pagination.keyset import RowOrder

    for model in (Post, Comment, Media, Revision, AccessToken):
        assert str(RowOrder(model.objects.all())).endswith("id"), model
    with pytest.raises(ValueError, match="unique"):
        RowOrder(Post.objects.order_by("title"))
