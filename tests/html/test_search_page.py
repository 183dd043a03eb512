"""The page of a search, and of any filtered list: what narrows it, its orders, its feeds."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from blog.models import Category
from tests.factories import make_category, make_draft, make_person, make_post

EVIL = '"><img src=x onerror=alert(1)>'


@dataclass
class Choice:
    facet: str
    url: str
    is_chosen: bool
    text: str = ""
    count: str = ""

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)


class Page(HTMLParser):
    """Collects what narrows and orders a list, and the links of its head."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.text = html, ""
        self.choices: list[Choice] = []
        self.orders: list[tuple[str, bool]] = []
        self.unfiltered = ""
        self.heads: list[dict] = []
        self._nav = self._facet = self._in = ""
        self.feed(html)

    def __getitem__(self, text: str) -> Choice:
        [found] = [choice for choice in self.choices if choice.text == text]
        return found

    def facet(self, name: str) -> dict[str, str]:
        return {one.text: one.count for one in self.choices if one.facet == name}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in = given.get("class") or tag
        if tag == "nav":
            self._nav = given.get("class", "")
        elif tag == "link":
            self.heads.append(given)
        elif tag == "h3" and self._nav == "facets":
            self._facet = given["id"].removeprefix("facet-")
        elif tag == "a" and self._nav == "facets":
            # Robots would follow every combination.
            assert given["rel"] == "nofollow"
            is_chosen = given.get("aria-current") == "true"
            if self._facet:
                self.choices.append(Choice(self._facet, given["href"], is_chosen))
            else:
                self.unfiltered = given["href"]
        elif tag == "a" and self._nav == "orders":
            self.orders.append((given["href"], given.get("aria-current") == "true"))

    def handle_endtag(self, tag):
        self._in = ""
        if tag == "nav":
            self._nav = self._facet = ""

    def handle_data(self, data):
        self.text += data
        if self._nav == "facets" and self._in == "bdi":
            self.choices[-1].text += data
        elif self._nav == "facets" and self._in == "count":
            self.choices[-1].count += data


@pytest.fixture
def page(api):
    def get(path: str, accept: str | None = None, /, **query) -> Page:
        response = api.get(path, accept, **query)
        assert response.status_code == 200
        return Page(response.content.decode())

    return get


@pytest.fixture(scope="module", autouse=True)
def blog(once):
    once(make_blog)


def make_blog() -> None:
    here = make_category("here", make_category("top"))
    ann, bob = make_person("ann", display_name="Ann Example"), make_person("bob")
    for number in range(12):
        make_post(f"Walrus {number}", author=ann, category=here, tags=("a", "b"))
    make_post("Lynx", author=bob, tags=("a", "c"), published_at="2024-05-06T07:08:09Z")
    make_post("Walrus and lynx", author=bob, tags=("c",), published_at="2024-05-06T07:08:09Z")


def test_a_search_offers_what_its_results_have_in_common(page, blog):
    found = page("/blog/", q="walrus")
    assert found.facet("category") == {"Here": "12", "Top": "12"}
    assert found.facet("tag") == {"A": "12", "B": "12", "C": "1"}
    assert found.facet("author") == {"Ann Example": "12", "bob": "1"}
    assert found.facet("year") == {"2024": "1", "2020": "12"}
    assert not any(choice.is_chosen for choice in found.choices)
    assert not found.unfiltered


def test_each_link_leads_to_as_many_posts_as_it_says(api, page, blog):
    for path in ("/blog/?q=walrus", "/blog/?q=walrus&tag=a&page=2", "/blog/tag/a/?author=ann"):
        for choice in page(path).choices:
            if not choice.is_chosen:
                body = api.get(choice.url, "application/json").json()
                assert str(body["count"]) == choice.count, choice


def test_a_link_sets_one_parameter_and_keeps_the_others(page, blog):
    found = page("/blog/?q=walrus&tag=a&tag=b&page=2&featured=false")
    kept = {"q": ["walrus"], "featured": ["false"]}
    assert found["Here"].query == {**kept, "tag": ["a", "b"], "category": ["here"]}
    assert found["C"].query == {**kept, "tag": ["c"]}


def test_what_is_chosen_is_marked_and_can_be_taken_back(page, blog):
    found = page("/blog/?q=walrus&tag=a&tag=b&author=ann&year=2020")
    chosen = {choice.text: choice.query for choice in found.choices if choice.is_chosen}
    base = {"q": ["walrus"], "tag": ["a", "b"], "author": ["ann"], "year": ["2020"]}
    assert chosen == {
        "A": {**base, "tag": ["b"]},
        "B": {**base, "tag": ["a"]},
        "Ann Example": {name: base[name] for name in ("q", "tag", "year")},
        "2020": {name: base[name] for name in ("q", "tag", "author")},
    }
    assert found.unfiltered == "/blog/?q=walrus"
    assert "Author: Ann Example" in found.text


def test_what_is_chosen_can_be_taken_back_where_it_has_no_posts(page, blog):
    found = page("/blog/?q=lynx&category=here")
    assert (found["here"].is_chosen, found["here"].count) == (True, "")
    assert found["here"].query == {"q": ["lynx"]}
    assert "Search in all posts" in found.text
    found = page("/blog/tag/c/?category=here")
    assert found.unfiltered == "/blog/tag/c/"
    assert "No posts have all of what you chose" in found.text


def test_a_facet_of_one_value_is_not_offered(page, blog):
    make_post("Heron", tags=("c",))
    assert page("/blog/", q="heron").choices == []
    assert page("/blog/", q="heron", tag="c").facet("tag") == {"C": "1"}


def test_many_values_wait_behind_a_summary(page, blog):
    for number in range(20):
        make_post(f"Heron {number}", tags=(f"t{number}",))
    found = page("/blog/", q="heron", tag="t9")
    assert len(found.facet("tag")) == 20
    closed = found.html.partition("<details>")[2].partition("</details>")[0]
    assert "11 more</summary>" in closed
    # What is chosen is never among them.
    assert "T16" in closed
    assert "T9" not in closed


@pytest.mark.parametrize(
    ("path", "facets"),
    [
        ("/blog/category/top/", ["tag"]),
        ("/blog/tag/a/", ["category", "author", "year"]),
        ("/blog/author/bob/", ["tag"]),
        ("/blog/archive/2024/", ["tag"]),
        ("/blog/archive/2020/1/", ["category", "tag"]),
        ("/blog/?featured=false", ["category", "tag", "author", "year"]),
    ],
)
def test_filtered_lists_are_narrowed_but_not_by_what_they_are_of(page, blog, path, facets):
    make_post("Other", author=make_person("cem"), tags=("z",), category=None)
    make_post(
        "Low", category=make_category("low"), tags=("a",), published_at="2021-01-01T00:00:00Z"
    )
    found = {choice.facet for choice in page(path).choices}
    assert set(facets) <= found
    subject = path.split("/")[2].replace("archive", "year")
    assert subject not in found


def test_the_front_page_counts_nothing(page, blog):
    for path in ("/blog/", "/blog/?page=2", "/blog/?ordering=title", "/blog/?utm_source=mail"):
        assert page(path).choices == []


def test_a_very_long_list_is_not_counted(page, blog, monkeypatch):
    monkeypatch.setattr("api.narrowing.MOST_COUNTED", 12)
    assert len(page("/blog/?q=walrus&tag=b").facet("tag")) == 3
    found = page("/blog/?q=walrus&category=here&tag=a&tag=c")
    assert len(found.facet("tag")) == 3
    found = page("/blog/?tag=a")
    assert found.facet("tag") == {"a": ""}
    assert found.unfiltered == "/blog/"


def test_what_is_ignored_narrows_nothing(page, api, blog):
    """A name that is looked up only once nothing else is wrong is ignored like the rest."""
    found = page("/blog/?q=walrus&year=soon&tag=nothing&facets=x")
    assert found.facet("tag") == {"A": "12", "B": "12", "C": "1"}
    assert not found.unfiltered
    assert api.get("/blog/tag/nothing/?year=soon&format=json").status_code == 404


def test_editors_narrow_drafts_too(as_person, editor, author):
    for number in range(2):
        make_draft(author=author, tags=(f"t{number}",))
    html = as_person(editor).get("/blog/?status=draft").content.decode()
    assert Page(html).facet("tag") == {"T0": "1", "T1": "1"}
    assert Page(html)["T0"].query == {"status": ["draft"], "tag": ["t0"]}
    assert not Page(html).unfiltered


def test_results_are_ordered_by_links(page, blog):
    best, newest = page("/blog/?q=walrus&tag=a&page=2").orders
    assert best == ("/blog/?q=walrus&tag=a", True)
    assert newest == ("/blog/?q=walrus&tag=a&ordering=-published_at", False)
    [best, newest] = page(newest[0]).orders
    assert best == ("/blog/?q=walrus&tag=a", False)
    assert newest[1]
    # Nothing of these can match better than another.
    assert page("/blog/", q="-walrus").orders == []
    assert page("/blog/tag/a/").orders == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=nothingatall", "No post has all of these words."),
        ("q=lynx&year=2020", "No post has all of these words and all of what you chose."),
        ("q=%21", "There is no word in it to look for."),
        ("year=2019", "No posts have all of what you chose."),
    ],
)
def test_where_nothing_is_found_it_says_why_and_leads_on(page, blog, query, words):
    assert words in page(f"/blog/?{query}").text


FILTERS = [
    *("q=walrus", "category=top", "tag=a&tag=c", "tag_all=a&tag_all=c", "tag_not=c", "author=bob"),
    *("year=2024", "month=5", "published_after=2021-01-01", "published_before=2021-01-01"),
    *("updated_after=2021-01-01", "status=published", "featured=false", "ordering=title"),
    "q=walrus%20-lynx&tag=a&category=here&ordering=-published_at",
]


# How a query is carried on is the same at each of them.
@pytest.mark.parametrize(
    ("path", "filters"),
    [("/blog/", FILTERS), ("/blog/author/bob/", FILTERS[2::4]), ("/api/v1/posts/", FILTERS[2::4])],
)
def test_every_filtered_list_links_its_feeds(api, page, blog, path, filters):
    for query in filters:
        found = page(f"{path}?{query}", "text/html")
        feeds = {head["type"]: head["href"] for head in found.heads if head["rel"] == "alternate"}
        assert len(feeds) == 3
        for url in feeds.values():
            asked = parse_qs(urlsplit(url).query)
            assert asked.pop("format")
            assert (urlsplit(url).path, asked) == (path, parse_qs(query))
        feed = api.get(feeds["application/feed+json"].removeprefix("http://testserver")).json()
        posts = api.get(f"{path}?{query}", "application/json").json()["results"]
        assert posts or path != "/blog/"
        assert [item["title"] for item in feed["items"]] == [post["title"] for post in posts]


def test_the_pages_of_a_search_lead_to_each_other(page, blog):
    found = page("/blog/?q=walrus&tag=a&page=2")
    steps = {head["rel"]: head["href"] for head in found.heads if head["rel"] in ("prev", "next")}
    assert steps == {"prev": "http://testserver/blog/?page=1&q=walrus&tag=a"}
    assert '<a href="/blog/?q=walrus&amp;tag=a" rel="prev">Previous</a>' in found.html
    assert 'aria-current="page" aria-label="Page 2"' in found.html


def test_what_people_type_is_never_markup(page, blog):
    for slug, name in (("evil", EVIL), ("worse", f"{EVIL}!")):
        make_post("Evil", category=Category.objects.create(slug=slug, name=name))
    for query in ({"q": "evil"}, {"q": "evil", "utm": EVIL}, {"q": EVIL}, {"tag": EVIL}):
        assert "<img" not in page("/blog/", **query).html
    assert page("/blog/", q="evil")[EVIL].count == "1"


def test_the_archive_links_years_and_months_with_their_counts(page, blog):
    html = page("/blog/archive/").html
    assert '<a href="/blog/archive/2024/5/">May</a> <span class="count">2</span>' in html
    assert '<a href="/blog/archive/2024/">2024</a></h2>\n  <p class="meta">2 posts</p>' in html
