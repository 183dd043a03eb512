"""Each renderer over plain data: what it writes, and that nothing in the data can break it."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from xml.etree import ElementTree

import feedparser
import pytest
import yaml
from django.test import RequestFactory
from rest_framework.request import Request

from api.renderers import (
    AtomRenderer,
    CSVRenderer,
    JSONFeedRenderer,
    JSONRenderer,
    MarkdownRenderer,
    PageRenderer,
    RSSRenderer,
)
from blog.importers.markdown import MarkdownReader

SITE = "http://testserver"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
XML = [RSSRenderer, AtomRenderer]
FEEDS = [*XML, JSONFeedRenderer]
ATOM = "{http://www.w3.org/2005/Atom}"
# Every character that XML cannot hold, a lone surrogate among them.
ILLEGAL = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, 0xD800]))


def a_post(**fields):
    return {
        "id": 7,
        "url": f"{SITE}/api/v1/posts/hello/",
        "html_url": f"{SITE}/blog/posts/hello/",
        "slug": "hello",
        "title": "Hello",
        "excerpt": "Short & <sweet>",
        "author": {
            "username": "jane",
            "display_name": "Jane Doe",
            "url": f"{SITE}/api/v1/authors/jane/",
            "avatar_url": None,
        },
        "category": {"slug": "here", "name": "Here", "url": f"{SITE}/api/v1/categories/here/"},
        "tags": [{"slug": "a", "name": "A"}, {"slug": "b-c", "name": "B, c"}],
        "featured_image": None,
        "status": "published",
        "featured": False,
        "published_at": NOON,
        "created_at": NOON - timedelta(days=1),
        "updated_at": NOON + timedelta(hours=1),
        "reading_minutes": 1,
        "comment_count": 2,
        "content_html": "<p>Whole <b>text</b></p>",
        **fields,
    }


def a_list(*posts, **fields):
    return {"count": len(posts), "next": None, "previous": None, "results": list(posts), **fields}


def a_context(path="/blog/", method="GET", **view):
    request = Request(RequestFactory().generic(method, path))
    view = {"prefers": "html", "action": "list", "basename": "post", "get_renderers": list, **view}
    response = SimpleNamespace(status_code=200)
    return {"view": SimpleNamespace(**view), "request": request, "response": response}


def render(renderer, data, *args, **kwargs):
    return renderer().render(data, renderer.media_type, a_context(*args, **kwargs))


def parsed(renderer, data, *args, **kwargs):
    """Return the feed as feedparser reads it, once it is known to be well-formed."""
    body = render(renderer, data, *args, **kwargs)
    ElementTree.fromstring(body)
    feed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert feed.bozo == 0
    return feed


def json_feed(data, *args, **kwargs):
    return json.loads(render(JSONFeedRenderer, data, *args, **kwargs))


@pytest.mark.parametrize(
    ("renderer", "media_type", "name", "charset"),
    [
        (JSONRenderer, "application/json", "json", None),
        (PageRenderer, "text/html", "html", "utf-8"),
        (MarkdownRenderer, "text/markdown", "md", "utf-8"),
        (RSSRenderer, "application/rss+xml", "rss", "utf-8"),
        (AtomRenderer, "application/atom+xml", "atom", "utf-8"),
        (JSONFeedRenderer, "application/feed+json", "jsonfeed", None),
        (CSVRenderer, "text/csv", "csv", "utf-8"),
    ],
)
def test_each_has_its_type_its_name_and_its_charset(renderer, media_type, name, charset):
    assert (renderer.media_type, renderer.format, renderer.charset) == (media_type, name, charset)


def test_the_view_can_read_what_each_needs():
    assert {renderer.include for renderer in FEEDS} == {frozenset({"content_html"})}
    assert [getattr(renderer, "streams", False) for renderer in (CSVRenderer, *FEEDS)] == [
        *(True, False, False, False)
    ]


def test_json_is_compact_and_in_utf_8():
    assert JSONRenderer().render({"a": ["é"]}, None, {}) == '{"a":["é"]}'.encode()


@pytest.mark.parametrize("renderer", [*FEEDS, CSVRenderer, MarkdownRenderer])
@pytest.mark.parametrize("data", [None, {"name": "Posts", "renders": []}])
def test_what_is_no_list_or_post_has_no_body(renderer, data):
    """A 204 has no data, and OPTIONS describes the resource."""
    assert render(renderer, data, method="OPTIONS") == b""


@pytest.mark.parametrize("renderer", XML)
def test_a_feed_says_everything_of_a_post(renderer):
    entry = parsed(renderer, a_list(a_post())).entries[0]
    assert entry.id == f"{SITE}/blog/posts/7/"
    assert (entry.title, entry.link) == ("Hello", f"{SITE}/blog/posts/hello/")
    assert entry.author == "Jane Doe"
    assert [tag.term for tag in entry.tags] == ["Here", "A", "B, c"]
    assert entry.content[0].value == "<p>Whole <b>text</b></p>"
    assert entry.published_parsed[:5] == (2026, 3, 1, 12, 0)
    assert entry.updated_parsed[:5] == (2026, 3, 1, 13, 0)


def test_the_excerpt_stays_text():
    """RSS takes a description for HTML; Atom says what it is."""
    rss = ElementTree.fromstring(render(RSSRenderer, a_list(a_post())))
    assert rss.findtext("channel/item/description") == "Short &amp; &lt;sweet&gt;"
    summary = ElementTree.fromstring(render(AtomRenderer, a_list(a_post()))).find(
        f".//{ATOM}summary"
    )
    assert (summary.get("type"), summary.text) == ("text", "Short & <sweet>")


def test_what_feedparser_forgives_is_right():
    data = a_list(a_post(), next=f"{SITE}/blog/?page=2")
    rss = ElementTree.fromstring(render(RSSRenderer, data))
    atom = ElementTree.fromstring(render(AtomRenderer, data))
    assert rss.find("channel/item/guid").get("isPermaLink") == "false"
    assert [link.get("rel") for link in rss.findall(f"channel/{ATOM}link")] == ["self", "next"]
    assert atom.find(f"{ATOM}entry/{ATOM}content").get("type") == "html"
    # RFC 4287, 4.1.1: a feed has an author, unless every entry has one.
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "Broadsheet"


def test_a_json_feed_says_everything_of_a_post():
    image = {"url": f"{SITE}/media/a.jpg"}
    feed = json_feed(a_list(a_post(featured_image=image)), "/blog/?tag=a")
    assert feed["items"] == [
        {
            "id": f"{SITE}/blog/posts/7/",
            "url": f"{SITE}/blog/posts/hello/",
            "title": "Hello",
            "summary": "Short & <sweet>",
            "image": f"{SITE}/media/a.jpg",
            "date_published": "2026-03-01T12:00:00Z",
            "date_modified": "2026-03-01T13:00:00Z",
            "authors": [{"name": "Jane Doe", "url": f"{SITE}/api/v1/authors/jane/"}],
            "tags": ["Here", "A", "B, c"],
            "content_html": "<p>Whole <b>text</b></p>",
        }
    ]
    del feed["items"]
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Broadsheet",
        "home_page_url": f"{SITE}/",
        "feed_url": f"{SITE}/blog/?format=jsonfeed&tag=a",
        "description": "A blog that is an API first.",
        "language": "en",
    }


@pytest.mark.parametrize("renderer", FEEDS)
def test_times_may_be_text(renderer):
    times = {"published_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T14:00:00+01:00"}
    assert render(renderer, a_list(a_post(**times))) == render(renderer, a_list(a_post()))


@pytest.mark.parametrize("renderer", XML)
def test_a_draft_without_parts_is_still_an_entry(renderer):
    bare = {"category": None, "tags": [], "published_at": None, "excerpt": "", "content_html": ""}
    entry = parsed(renderer, a_list(a_post(author=None, **bare))).entries[0]
    assert "author" not in entry
    assert "published_parsed" not in entry
    assert entry.updated_parsed[:5] == (2026, 3, 1, 13, 0)


@pytest.mark.parametrize("renderer", XML)
def test_a_post_that_appears_by_time_alone_counts_as_changed_then(renderer):
    data = a_list(a_post(published_at=NOON + timedelta(days=3)))
    assert parsed(renderer, data).entries[0].updated_parsed[:3] == (2026, 3, 4)


@pytest.mark.parametrize("renderer", XML)
def test_a_feed_changes_only_with_its_posts(renderer):
    newest = a_post(id=8, updated_at=NOON + timedelta(days=9))
    assert parsed(renderer, a_list(a_post(), newest)).feed.updated_parsed[:3] == (2026, 3, 10)
    assert parsed(renderer, a_list()).feed.updated_parsed[:3] == (1970, 1, 1)


@pytest.mark.parametrize("renderer", XML)
def test_a_feed_speaks_its_language(renderer, settings):
    settings.LANGUAGE_CODE = "de-at"
    assert parsed(renderer, a_list(a_post())).feed.language == "de-at"
    assert json_feed(a_list())["language"] == "de-at"


@pytest.mark.parametrize("renderer", XML)
def test_a_feed_links_to_itself_and_to_its_neighbours(renderer):
    data = a_list(next=f"{SITE}/blog/?page=3", previous=f"{SITE}/blog/?page=1&format=x")
    links = {link.rel: link.href for link in parsed(renderer, data, "/blog/?page=2").feed.links}
    form = f"format={renderer.format}"
    assert links == {
        "alternate": f"{SITE}/",
        "self": f"{SITE}/blog/?{form}&page=2",
        "next": f"{SITE}/blog/?{form}&page=3",
        "previous": f"{SITE}/blog/?{form}&page=1",
    }


def test_a_json_feed_links_to_itself_and_to_the_next_page():
    feed = json_feed(a_list(next=f"{SITE}/blog/?page=3"), "/blog/?page=2")
    assert feed["feed_url"] == f"{SITE}/blog/?format=jsonfeed&page=2"
    assert feed["next_url"] == f"{SITE}/blog/?format=jsonfeed&page=3"


def test_a_mount_that_prefers_the_feed_needs_no_format():
    feed = parsed(
        AtomRenderer, a_list(next=f"{SITE}/blog/feed/?page=2"), "/blog/feed/", prefers="atom"
    )
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"] == f"{SITE}/blog/feed/"
    assert links["next"] == f"{SITE}/blog/feed/?page=2"


def test_the_pages_of_a_feed_share_an_id_and_other_filters_have_another():
    def feed_id(path):
        return parsed(AtomRenderer, a_list(), path).feed.id

    assert feed_id("/blog/?tag=a&page=2&page_size=5&format=atom") == feed_id("/blog/?tag=a")
    assert feed_id("/blog/?tag=a") != feed_id("/blog/?tag=b")


@pytest.mark.parametrize("renderer", XML)
def test_the_view_may_know_better_what_the_feed_is(renderer):
    said = {
        "title": "Here & now",
        "description": "Of here",
        "html_url": f"{SITE}/blog/category/here/",
    }
    feed = parsed(renderer, a_list(), feed_context=lambda: said).feed
    assert (feed.title, feed.subtitle, feed.link) == tuple(said.values())
    assert json_feed(a_list(), feed_context=lambda: said)["title"] == "Here & now"


@pytest.mark.parametrize("renderer", XML)
def test_no_text_breaks_a_feed(renderer):
    nasty = f'{ILLEGAL}]]>&amp;<b a="\'">\t\N{PILE OF POO}'
    kept = nasty.removeprefix(ILLEGAL)
    post = a_post(title=nasty, excerpt=nasty, content_html=nasty, html_url=f"{SITE}/{ILLEGAL}x")
    post["author"] = {**post["author"], "display_name": nasty}
    post["tags"] = [{"slug": "a", "name": nasty}]
    entry = parsed(renderer, a_list(post)).entries[0]
    assert entry.content[0].value == kept
    assert entry.tags[1].term == kept
    assert entry.link == f"{SITE}/x"
    assert json_feed(a_list(post))["items"][0]["title"] == kept


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="#part">x</a>', f'<a href="{SITE}/blog/posts/hello/#part">x</a>'),
        ('<a href="../other/?a=1&amp;b=2">', f'<a href="{SITE}/blog/posts/other/?a=1&amp;b=2">'),
        ('<img alt="a > b" src="/media/a.png">', f'<img alt="a > b" src="{SITE}/media/a.png">'),
        ('<a href="//cdn.example/x">', '<a href="http://cdn.example/x">'),
        ('<a href="https://example.com/é?q=1#x">', None),
        ('<a href="http://example.com/?#">', None),
        ('<a href="mailto:jane@example.com">', None),
        ('<a href="//[">', None),
        ('<img alt=" href=&quot;/x&quot;">', None),
        ('<code>href="/x" &lt;a href="/y"&gt;</code>', None),
        ('<p title="src=/x">text', None),
        ("1 < 2 <", None),
    ],
)
def test_links_lead_to_the_same_place_away_from_the_page(html, expected):
    assert json_feed(a_list(a_post(content_html=html)))["items"][0]["content_html"] == (
        expected or html
    )


def table(rows, columns):
    body = b"".join(CSVRenderer().stream(rows, columns)).decode()
    return list(csv.reader(io.StringIO(body, newline="")))


def test_a_table_reaches_into_objects_and_lists():
    columns = (
        "id",
        "title",
        "author.username",
        "category.slug",
        "tags",
        "tags.name",
        "published_at",
    )
    assert table([a_post(), a_post(category=None, tags=[], published_at=None)], columns) == [
        list(columns),
        ["7", "Hello", "jane", "here", "a, b-c", "A, B, c", "2026-03-01T12:00:00Z"],
        ["7", "Hello", "jane", "", "", "", ""],
    ]


def test_a_table_is_written_as_rfc_4180_says():
    body = b"".join(CSVRenderer().stream([{"a": 'x, "y"\nz', "b": False}], ("a", "b", "none")))
    assert body == b'a,b,none\r\n"x, ""y""\nz",false,\r\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    tags = [{"slug": text}, {"slug": "b"}]
    assert table([{"a": text, "tags": tags}], ("a", "tags"))[1] == [f"'{text}", f"'{text}, b"]


def test_a_negative_number_is_no_formula():
    assert table([{"a": -1, "b": "1-1"}], ("a", "b"))[1] == ["-1", "1-1"]


def test_a_table_is_written_while_its_rows_come():
    rows = iter([{"a": "x" * 98}] * 10_000)
    pieces = CSVRenderer().stream(rows, ("a",))
    first = next(pieces)
    assert 30_000 < len(first) < 40_000
    assert next(rows, None) is not None
    assert first + b"".join(pieces) == b"a\r\n" + (b"x" * 98 + b"\r\n") * 9_999


def test_a_small_list_is_a_table_too():
    assert render(CSVRenderer, a_list({"a": 1, "b": 2}), columns=("b",)) == b"b\r\n2\r\n"
    assert render(CSVRenderer, [{"a": 1, "b": None}]) == b"a,b\r\n1,\r\n"


def one_post(**fields):
    source = {"content": "# Heading\n\n---\n\nText", "content_format": "markdown", "seo": {}}
    return a_post(**source, **fields)


def imported(post, folder):
    (folder / "post.md").write_bytes(render(MarkdownRenderer, post))
    (record,) = MarkdownReader(folder)
    return record


def test_markdown_is_front_matter_and_source():
    assert render(MarkdownRenderer, one_post(title="Ünï: 日本 🎉")).decode() == (
        "---\n"
        "title: 'Ünï: 日本 🎉'\n"
        "slug: hello\n"
        "date: 2026-03-01T12:00:00Z\n"
        "updated: 2026-03-01T13:00:00Z\n"
        "author: Jane Doe\n"
        "category: Here\n"
        "tags:\n- A\n- B, c\n"
        "excerpt: Short & <sweet>\n"
        "status: published\n"
        f"html_url: {SITE}/blog/posts/hello/\n"
        "---\n\n"
        "# Heading\n\n---\n\nText\n"
    )


def test_front_matter_names_what_is_unusual(tmp_path):
    post = one_post() | {"content_format": "html", "featured": True}
    post["seo"] = {"canonical_url": "https://example.com/first/"}
    record = imported(post, tmp_path)
    assert (record.content_format, record.featured) == ("html", True)
    assert record.seo_canonical_url == "https://example.com/first/"
    assert imported(one_post(), tmp_path).seo_canonical_url == ""


NASTY = [
    "--- x",
    "a: b # c",
    "'\"",
    "2024",
    "Yes",
    "null",
    "- x",
    "[x]",
    "!!python/x",
    "&a *b",
    "=" * 200,
]


@pytest.mark.parametrize("text", NASTY)
def test_the_importer_reads_markdown_back(text, tmp_path):
    post = one_post(title=text, excerpt=f"{text}\n---\n{text}", tags=[{"slug": "x", "name": text}])
    record = imported(post, tmp_path)
    assert (record.title, record.slug, record.tags) == (text, "hello", (text,))
    assert record.excerpt == f"{text} --- {text}"
    assert record.author.name == "Jane Doe"
    assert record.category == ("Here",)
    assert (record.status, record.published_at) == ("published", NOON)
    assert record.updated_at == NOON + timedelta(hours=1)
    assert record.content == post["content"]
    assert not record.notes


def test_front_matter_is_plain_yaml_with_a_line_for_each_value():
    excerpt = "many words " * 40 + "."
    head = render(MarkdownRenderer, one_post(excerpt=excerpt)).decode().split("---\n")[1]
    assert f"\nexcerpt: {excerpt}\n" in head
    assert yaml.safe_load(head)["date"] == NOON


@pytest.fixture
def templates(settings):
    """Return a function that replaces the templates by these."""

    def use(**sources):
        named = {f"blog/{name}.html": source for name, source in sources.items()}
        loaders = [("django.template.loaders.locmem.Loader", named)]
        backend = "django.template.backends.django.DjangoTemplates"
        settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": {"loaders": loaders}}]

    return use


def test_a_page_is_the_template_of_its_action(templates):
    templates(post_list="list", own="own", resource="any")
    assert render(PageRenderer, a_list()) == "list"
    assert render(PageRenderer, a_list(), template_name=None) == "list"
    assert render(PageRenderer, a_list(), template_name="blog/own.html") == "own"
    assert render(PageRenderer, a_list(), action="other") == "any"


def test_the_answer_to_options_needs_no_template_and_no_extras(templates):
    templates(own="{{ data.results }}", resource="{{ data.name }}")
    view = {"template_name": "blog/own.html", "action": "metadata", "page_context": None}
    assert render(PageRenderer, {"name": "Posts"}, method="OPTIONS", **view) == "Posts"


def test_a_page_without_data_is_empty():
    assert render(PageRenderer, None) == ""


def test_a_page_gets_what_its_template_needs(templates):
    templates(
        post_list="{{ data.results.0.published_at|date:'Y' }} {{ form.values }} "
        "{{ paginator.number }} {{ view.basename }} {{ status_code }} {{ request.path }} "
        "{{ site.name }} {{ site.url }} "
        "{{ tag }} {{ seen }}"
    )
    view = {"paginator": SimpleNamespace(page=SimpleNamespace(number=5))}
    extras = {"page_context": lambda data: {"tag": "Django", "seen": data["count"]}}
    text = render(PageRenderer, a_list(a_post()), **view, **extras)
    assert text == f"2026 {{}} 5 post 200 /blog/ Broadsheet {SITE} Django 1"


def test_the_canonical_address_is_the_posts_own_or_the_path(templates):
    templates(post_list="{{ canonical_url }}")
    assert render(PageRenderer, a_post(), "/blog/posts/7/") == f"{SITE}/blog/posts/hello/"
    expected = f"{SITE}/blog/tag/%D1%8F/"
    assert render(PageRenderer, a_list(), "/blog/tag/я/?utm_source=x") == expected
    assert render(PageRenderer, [], "/blog/tag/я/") == expected


def test_a_list_names_its_feeds_under_the_same_filter(templates):
    templates(
        post_list="{% for f in feeds %}{{ f.title }} {{ f.type }} {{ f.url|safe }}\n{% endfor %}"
    )
    renderers = [made() for made in (PageRenderer, *FEEDS)]
    view = {"get_renderers": lambda: renderers}
    url = f"{SITE}/blog/tag/%D1%8F/?q=a%26b"
    assert render(PageRenderer, a_list(), "/blog/tag/я/?q=a%26b&page=3&format=html", **view) == (
        f"Broadsheet (RSS) application/rss+xml {url}&format=rss\n"
        f"Broadsheet (Atom) application/atom+xml {url}&format=atom\n"
        f"Broadsheet (JSON Feed) application/feed+json {url}&format=jsonfeed\n"
    )
    named = {**view, "feed_context": lambda: {"title": "Of here"}}
    assert "Of here (Atom) " in render(PageRenderer, a_list(), **named)
    templates(post_retrieve="{{ feeds }}")
    assert render(PageRenderer, a_post(), action="retrieve", **view) == "[]"
