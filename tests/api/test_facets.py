"""`?facets=`: how the posts under a filter are spread."""

from random import Random

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.facets import MOST
from blog.models import Category, Person, Post
from tests.conftest import Api
from tests.factories import make_category, make_draft, make_person, make_post, make_scheduled

VALUE = {"category": "slug", "tag": "slug", "author": "username", "year": "year"}
ALL = ",".join(VALUE)


@pytest.fixture
def blog(db):
    make_blog()


def make_blog() -> None:
    """Make posts of every kind, spread by chance over a tree, tags, people and years."""
    chance = Random(4)
    top = make_category("top")
    low = make_category("low", make_category("middle", top))
    categories = [None, top, low, make_category("other"), make_category("empty")]
    people = [make_person(name) for name in ("ann", "bob", "cem")]
    for number in range(40):
        year = chance.choice([1900, 2019, 2020, 2024])
        make_post(
            f"Post {number}",
            author=chance.choice(people),
            category=chance.choice(categories[:4]),
            tags=tuple(chance.sample("abcde", chance.randrange(4))),
            content=chance.choice(["walrus", "lynx", "walrus and lynx", "nothing"]),
            published_at=f"{year}-{chance.choice(['01-01T00:00:00', '12-31T23:59:59'])}Z",
            featured=chance.random() < 0.3,
        )
    make_draft("Draft", author=people[0], category=low, tags=("a", "secret"), content="lynx")
    make_scheduled("Later", author=people[0], category=low, tags=("a",), content="lynx")


def values_of(name: str) -> list:
    rows = {"category": Category, "author": Person}
    if name in rows:
        return list(rows[name].objects.values_list(VALUE[name], flat=True))
    return list("abcde") if name == "tag" else [1900, 2019, 2020, 2024, 2025]


def by_chance(chance: Random) -> dict:
    """Return some filters."""
    filters = {
        "q": ["walrus", "lynx -walrus", "-lynx", '"walrus and"', "nowhere", "!"],
        "category": ["top", "low", "other", "empty"],
        "tag": ["a", ["b", "c"]],
        "tag_all": ["d"],
        "tag_not": ["e"],
        "author": ["ann", "bob"],
        "year": [2019, 2024],
        "month": [1, 12],
        "published_after": ["2019-06-01"],
        "featured": ["true", "false"],
        "ordering": ["title", "-comment_count"],
    }
    names = chance.sample(list(filters), chance.randrange(4))
    return {name: chance.choice(filters[name]) for name in names}


def test_it_has_the_shape_of_the_contract(api):
    ann = make_person("ann", display_name="Ann Example")
    make_post(author=ann, category=make_category("here"), tags=("django",))
    body = api.json("posts/", facets="year,category,tag,author")
    assert list(body) == ["count", "next", "previous", "results", "facets"]
    assert body["facets"] == {
        "category": [{"slug": "here", "name": "Here", "count": 1}],
        "tag": [{"slug": "django", "name": "Django", "count": 1}],
        "author": [{"username": "ann", "display_name": "Ann Example", "count": 1}],
        "year": [{"year": 2020, "count": 1}],
    }


def test_only_those_that_are_asked_for_are_there(api, blog):
    assert "facets" not in api.json("posts/")
    assert "facets" not in api.json("posts/", facets="")
    assert set(api.json("posts/", facets="tag")["facets"]) == {"tag"}
    assert set(api.json("posts/", facets="tag, year,tag")["facets"]) == {"tag", "year"}


def test_a_count_is_that_of_the_list_with_the_value_chosen_instead(api, blog):
    """tests/deep/test_facets.py asks for many more."""
    counts_hold(api, Random(1), times=4)


def counts_hold(api, chance: Random, times: int) -> None:
    """Compare each count with the list that it is of, under filters by chance."""
    for _ in range(times):
        asked = by_chance(chance)
        facets = api.json("posts/", facets=ALL, **asked)["facets"]
        for name, key in VALUE.items():
            counts = {row[key]: row["count"] for row in facets[name]}
            for value in values_of(name):
                chosen = api.json("posts/", **{**asked, name: value}, page_size=1)["count"]
                assert counts.pop(value, 0) == chosen, (asked, name, value)
            assert not counts, (asked, name)


def test_each_leaves_out_its_own_parameter_and_no_other(api):
    make_post(tags=("a", "x"), category=make_category("one"))
    make_post(tags=("b", "x"), category=make_category("two"))
    facets = api.json("posts/", tag="a", category="one", facets="tag,category")["facets"]
    assert [row["slug"] for row in facets["tag"]] == ["a", "x"]
    assert [row["slug"] for row in facets["category"]] == ["one"]
    facets = api.json("posts/", tag_all="a", tag_not="b", facets="tag")["facets"]
    assert [row["slug"] for row in facets["tag"]] == ["a", "x"]


def test_a_filter_in_the_path_is_a_filter_like_others(api, blog):
    for path, query in {
        "/blog/category/low/": {"category": "low"},
        "/blog/tag/a/": {"tag": "a"},
        "/blog/author/ann/": {"author": "ann"},
        "/blog/archive/2020/12/": {"year": 2020, "month": 12},
    }.items():
        there = api.get(path, "application/json", facets=ALL).json()["facets"]
        assert there == api.json("posts/", facets=ALL, **query)["facets"], path


def test_most_come_first_then_names_and_the_newest_year(api):
    make_post(tags=("c", "b"), published_at="2019-01-01T00:00:00Z")
    make_post(tags=("c", "a"), published_at="2019-01-01T00:00:00Z")
    make_post(tags=("d",), published_at="2021-01-01T00:00:00Z")
    facets = api.json("posts/", facets="tag,year")["facets"]
    assert [row["slug"] for row in facets["tag"]] == ["c", "a", "b", "d"]
    assert [row["year"] for row in facets["year"]] == [2021, 2019]


def test_categories_hold_what_is_below_them(api):
    top = make_category("top")
    make_post(category=make_category("low", make_category("middle", top)))
    make_post(category=make_category("a"))
    make_post(category=top)
    facets = api.json("posts/", facets="category")["facets"]["category"]
    counts = [(row["slug"], row["count"]) for row in facets]
    assert counts == [("top", 2), ("a", 1), ("low", 1), ("middle", 1)]


def test_of_tags_and_authors_there_are_the_most_frequent(api):
    for number in range(MOST + 1):
        make_post(author=make_person(), tags=(f"t{number}",), category=make_category(f"c{number}"))
    make_post(author=Person.objects.latest("pk"), tags=("t100",))
    facets = api.json("posts/", facets=ALL)["facets"]
    assert len(facets["tag"]) == len(facets["author"]) == MOST
    assert facets["tag"][0] == {"slug": "t100", "name": "T100", "count": 2}
    assert facets["author"][0]["count"] == 2
    assert len(facets["category"]) == MOST + 1


def test_hidden_posts_count_for_those_alone_who_see_them(api, as_person, editor, author):
    make_draft(author=author, tags=("secret",), category=make_category("here"))
    facets = api.json("posts/", status="draft", facets=ALL)["facets"]
    assert list(facets.values()) == [[], [], [], []]
    for person in (editor, author):
        facets = as_person(person).json("posts/", status="draft", facets=ALL)["facets"]
        assert [row["slug"] for row in facets["tag"]] == ["secret"]
        assert facets["author"] == [{"username": "author", "display_name": "author", "count": 1}]
        # A draft has no date yet.
        assert facets["year"] == []


def test_whose_drafts_one_sees_can_be_asked_for_by_name(api, as_person, editor, author):
    make_draft("Mine", author=author)
    for person in (editor, author):
        assert as_person(person).titles(status="draft", author="author") == ["Mine"]
    assert api.json("posts/", 400, status="draft", author="author")["errors"]


def test_every_mistake_is_named_with_its_remedy(api):
    errors = api.json("posts/", 400, facets="tags,colour,year", page="x")["errors"]
    assert {error["parameter"] for error in errors} == {"facets", "page"}
    hints = [error for error in errors if error["parameter"] == "facets"]
    assert [error["code"] for error in hints] == ["unknown", "unknown"]
    assert 'Did you mean "tag"?' in hints[0]["detail"]
    assert "Known: category, tag, author, year." in hints[1]["detail"]
    (error,) = api.get("posts/?facets=tag&facets=year").json()["errors"]
    assert (error["parameter"], error["code"]) == ("facets", "doubled")


@pytest.mark.parametrize("text", [",", "tag,", "tag;year", "TAG", "9" * 3000])
def test_what_is_no_name_is_refused(api, text):
    errors = api.json("posts/", 400, facets=text)["errors"]
    assert {(error["parameter"], error["code"]) for error in errors} == {("facets", "unknown")}


def test_mistakes_without_end_are_one(api):
    (error,) = api.json("posts/", 400, facets=",".join(map(str, range(1000))))["errors"]
    assert (error["parameter"], error["code"]) == ("facets", "too_many")


@pytest.mark.parametrize("name", ["csv", "rss", "atom", "jsonfeed"])
def test_a_representation_without_a_place_for_them_refuses_them(api, blog, name):
    (error,) = api.json("posts/", 400, format=name, facets="tag")["errors"]
    assert (error["parameter"], error["code"]) == ("facets", "fixed_shape")
    assert name in error["detail"]
    assert api.get("/blog/", format=name, facets="tag").status_code == 200


def test_each_facet_is_one_statement(api, blog):
    for asked, number in [("tag", 1), (ALL, 4)]:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            api.json("posts/", facets=asked, category="top", tag="a", author="ann", q="walrus")
        names_version_count_ranked_posts_tags = 6
        assert len(queries) == names_version_count_ranked_posts_tags + number


@pytest.mark.django_db(transaction=True)
def test_a_remembered_facet_is_never_a_wrong_one(time_machine):
    api, under = Api(), make_category("under", make_category("above"))
    make_category("elsewhere")
    post = make_post(category=under, tags=("a", "b"))
    later = make_scheduled("Later", category=under, tags=("a",))
    make_post(tags=("a",))

    def tags():
        body = api.json("posts/", category="above", facets="tag")
        return {row["slug"]: row["count"] for row in body["facets"]["tag"]}

    assert tags() == {"a": 1, "b": 1}
    with CaptureQueriesContext(connection) as queries:
        assert tags() == {"a": 1, "b": 1}
    assert not any("blog_posttag" in q["sql"] and "GROUP BY" in q["sql"] for q in queries)
    make_post(category=under, tags=("a",))
    assert tags() == {"a": 2, "b": 1}
    post.tags.clear()
    assert tags() == {"a": 1}
    time_machine.move_to(later.published_at)
    assert tags() == {"a": 2}
    Category.objects.filter(slug="under").update(parent=Category.objects.get(slug="elsewhere"))
    assert tags() == {}


def test_a_page_past_the_first_has_the_same_facets(api, blog):
    first, second = (api.json("posts/", page=page, facets=ALL) for page in (1, 2))
    assert first["facets"] == second["facets"]
    assert Post.objects.published().count() == first["count"]
