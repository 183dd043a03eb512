"""Long lists: the part that is asked for, by an index, and the same as without one."""

import random
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Post, SearchDocument
from blog.querysets import windows
from blog.search.query import parse
from blog.tallies import wrong_tallies
from tests.factories import make_category, make_draft, make_person, make_post, make_scheduled


@pytest.fixture(scope="module", autouse=True)
def blog(once):
    once(fill)


def fill() -> None:
    chance = random.Random(7)
    top = make_category("top")
    places = [top, make_category("low", top), make_category("other"), None]
    people = [make_person("ann"), make_person("bob")]
    for number in range(40):
        make = chance.choices([make_post, make_draft, make_scheduled], [8, 1, 1])[0]
        dated = {}
        if make is make_post:
            dated["published_at"] = datetime(2024, chance.randint(1, 3), 1, 12, tzinfo=UTC)
        make(
            f"Lynx {number} {'lynx ' * chance.randint(0, 4)}".strip(),
            author=chance.choice(people),
            category=chance.choice(places),
            featured=chance.random() < 0.3,
            tags=tuple(chance.sample(["a", "b", "c"], chance.randint(0, 3))),
            **dated,
        )


NOW = datetime(2026, 11, 1, tzinfo=UTC)
FILTERS = [
    {},
    {"category": "top"},
    {"category": "low"},
    {"tag": "a"},
    {"tag": ["a", "b"]},
    {"author": "ann"},
    {"year": 2024},
    {"year": 2024, "month": 2},
    {"featured": "false"},
    {"tag": "a", "category": "top"},
    {"tag": "a", "author": "ann", "month": 1},
    {"category": "top", "tag_not": "b", "q": "lynx"},
]


def test_the_pages_of_a_list_are_the_list(api, blog):
    for number, query in enumerate(FILTERS):
        for ordering in (None, ("published_at", "title")[number % 2]):
            assert_pages_are_the_list(api, query, ordering)


def assert_pages_are_the_list(api, query, ordering):
    query = {**query, **({"ordering": ordering} if ordering else {})}
    whole = api.json("posts/", page_size=100, **query)
    titles = [post["title"] for post in whole["results"]]
    assert whole["count"] == len(titles) == len(set(titles))
    paged = []
    for page in range(1, -(-len(titles) // 11) + 1):
        body = api.json("posts/", page_size=11, page=page, **query)
        assert body["count"] == len(titles)
        paged += [post["title"] for post in body["results"]]
    assert paged == titles
    if ordering is None and "q" not in query:
        dates = [(post["published_at"], post["id"]) for post in whole["results"]]
        assert dates == sorted(dates, reverse=True)


def test_a_kept_count_is_the_counted_one(api, blog):
    for query in FILTERS[:9]:
        kept = api.json("posts/", **query)["count"]
        counted = api.json("posts/", published_after="1950-01-01", **query)["count"]
        assert 0 < kept == counted, query
    assert wrong_tallies() == []


def test_a_kept_count_is_read_and_not_counted(api, blog):
    for query in FILTERS[:8]:
        with CaptureQueriesContext(connection) as queries:
            api.json("posts/", **query)
        read = [sql["sql"] for sql in queries if "blog_tally" in sql["sql"]]
        assert len(read) == ("featured" not in query and not isinstance(query.get("tag"), list))


def test_a_very_common_word_is_ranked_over_the_newest_and_then_goes_on_by_date(
    api, blog, monkeypatch
):
    everything = api.json("posts/", q="lynx", page_size=100)
    monkeypatch.setattr(windows, "RANKED", 10)
    pages = [api.json("posts/", q="lynx", page_size=6, page=page)["results"] for page in (1, 2, 3)]
    shown = [post["id"] for page in pages for post in page]
    newest = sorted((post["id"] for post in everything["results"]), reverse=True)
    assert set(shown[:10]) == set(newest[:10])
    ranked = [post["id"] for post in everything["results"] if post["id"] in newest[:10]]
    assert sorted(shown[:10]) == sorted(ranked)
    assert shown[10:] == newest[10:18]
    assert api.json("posts/", q="lynx")["count"] == everything["count"]


@pytest.mark.parametrize("query", [{}, {"category": "top"}, {"author": "ann"}, {"q": "lynx -x"}])
def test_the_pages_of_a_search_beyond_what_is_ranked_are_its_results(api, blog, monkeypatch, query):
    query = {"q": "lynx", **query}
    everything = {post["id"] for post in api.json("posts/", page_size=100, **query)["results"]}
    for ranked in (1, 2, 5):
        monkeypatch.setattr(windows, "RANKED", ranked)
        pages = range(1, -(-len(everything) // 2) + 1)
        asked = [api.json("posts/", page=page, page_size=2, **query) for page in pages]
        shown = [post["id"] for body in asked for post in body["results"]]
        assert sorted(shown) == sorted(everything)


def plan_of(posts) -> str:
    """Return how the database would read the first 10 of a list."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Small tables are scanned, which says nothing of large ones.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    return posts[:10].explain()


LISTS = {
    "all": lambda posts: posts,
    "author": lambda posts: posts.filter(author=1),
    "title": lambda posts: posts.order_by("title", "pk"),
    "comments": lambda posts: posts.order_by("-comment_count", "-pk"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_from_an_index_and_never_sorted(db, name):
    user = AnonymousUser()
    plan = plan_of(LISTS[name](Post.objects.visible_to(user).published().for_list(user)))
    assert "INDEX" in plan.upper()
    assert "B-TREE FOR ORDER BY" not in plan
    assert "SCAN blog_post\n" not in plan
    assert "Seq Scan on blog_post" not in plan


@pytest.mark.parametrize(("hint", "index"), [("tag", "tag_date"), ("category", "post_category")])
def test_the_newest_of_a_tag_and_of_a_tree_of_categories_come_from_an_index(db, hint, index):
    posts = Post.objects.visible_to(AnonymousUser()).published()
    listed = posts.tagged(["a"]) if hint == "tag" else posts.in_category("top")
    plan = plan_of(listed.filter(pk__in=windows._candidates(listed, 10, NOW)))
    assert index in plan


def test_a_search_reads_the_index_of_words(db):
    found = SearchDocument.objects.filter(document__matches=parse("lynx")).order_by()
    if connection.vendor == "postgresql":
        # Small tables are scanned, which says nothing of large ones.
        connection.cursor().execute("SET LOCAL enable_seqscan = off")
    plan = found.explain()
    assert "VIRTUAL TABLE" in plan or "blog_search_words" in plan


def test_a_walk_gives_the_same_list(api, blog):
    for query in FILTERS:
        whole = api.json("posts/", page_size=100, ordering="-published_at", **query)
        body = api.json("posts/", cursor="", page_size=11, **query)
        walked = [post["id"] for post in body["results"]]
        while body["next"]:
            body = api.client.get(body["next"]).json()
            walked += [post["id"] for post in body["results"]]
        assert walked == [post["id"] for post in whole["results"]], query


def test_what_is_not_published_is_listed_too(as_person, editor, blog):
    client = as_person(editor)
    for status in ("draft", "scheduled"):
        for query in ({"tag": "a"}, {"category": "top"}, {}):
            body = client.json("posts/", status=status, **query)
            assert 0 < body["count"] == len(body["results"])
            walked = client.json("posts/", status=status, cursor="", **query)["results"]
            assert len(walked) == body["count"]
