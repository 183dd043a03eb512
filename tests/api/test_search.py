"""`?q=`: full text, the same on SQLite and PostgreSQL."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api.filters import posts
from blog.models import Post, SearchDocument
from blog.services.demo import load_demo
from tests.conftest import Api
from tests.factories import (
    make_category,
    make_draft,
    make_image,
    make_person,
    make_post,
    make_scheduled,
)


def test_every_word_has_to_occur_somewhere(api):
    make_post("Concurrency", content="Fearless and fast.")
    make_post("Other", content="Nothing fearless here.")
    make_post("Third", excerpt="Fast, in a word.", excerpt_is_generated=False, content="x")
    assert api.titles(q="fearless CONCURRENCY") == ["Concurrency"]
    assert set(api.titles(q="fast")) == {"Concurrency", "Third"}
    assert api.titles(q="nowhere") == []


def test_forms_of_a_word_are_found_by_each_other(api):
    make_post("Stabilized", content="They were releasing it.")
    for words in ("stabilize", "stabilization", "stabilizing releases", "released"):
        assert api.titles(q=words) == ["Stabilized"], words


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Café in Malmö", "cafe malmo"),
        ("cafe malmo", "Café Malmö"),
        ("STRASSE", "straße"),
        ("Ｆｕｌｌ width", "full"),
        ("It's Sara’s", "its saras"),
        ("ёлка", "елка"),
        ("Ελληνικά", "ελληνικα"),
    ],
)
def test_case_accents_and_width_do_not_matter(api, text, typed):
    make_post("Found", content=text)
    make_post("Other", content="Something else.")
    assert api.titles(q=typed) == ["Found"]


@pytest.mark.parametrize(
    ("text", "found", "missed"),
    [
        ("全文検索エンジンを作る", ["検索", "全文検索", "エンジン", "検", "る"], ["索検", "全検"]),
        ("我们用全文搜索引擎", ["搜索", "搜索引擎", "我们"], ["索搜"]),
        ("한국어로 검색을 한다", ["검색", "검색을", "한국어"], ["색검"]),
        ("การค้นหาข้อความเต็มรูปแบบ", ["ค้นหา", "ข้อความ"], ["หาค้น"]),
        ("البحث في النصوص العربية", ["البحث", "النصوص العربية"], ["الكتاب"]),
        ("البَحْثُ بالتشكيل", ["البحث"], ["النص"]),
        ("חיפוש בטקסט מלא", ["חיפוש", "מלא"], ["ספר"]),
        ("חִיפּוּשׂ מנוקד", ["חיפוש"], ["ספר"]),
        ("हिन्दी में खोज", ["हिन्दी", "खोज"], ["हिन"]),
        ("Полнотекстовый поиск", ["поиск", "полнотекстовый"], ["книга"]),
        ("Django入門と検索", ["django", "入門", "Django入門"], ["門入"]),
    ],
)
def test_other_scripts_are_found_too(api, text, found, missed):
    make_post("Found", content=f"Before. {text} After.")
    make_post("Other", content="Something else.")
    for words in found:
        assert api.titles(q=f"{words} after") == ["Found"], words
        assert api.titles(q=words) == ["Found"], words
    for words in missed:
        assert api.titles(q=f"{words} after") == [], words


def test_a_phrase_stands_together(api):
    make_post("Together", content="A strong etag is sent.")
    make_post("Apart", content="An etag that is strong.")
    assert api.titles(q='"strong etag"') == ["Together"]
    assert api.titles(q='"strong tag"') == []
    assert set(api.titles(q="strong etag")) == {"Together", "Apart"}


def test_no_phrase_goes_from_one_part_into_the_next(api):
    make_post("Strong", content="etag")
    assert api.titles(q='"strong etag"') == []


@pytest.mark.parametrize("name", ["node.js", "1.75.0", "snake_case", "std::vec", "e-mail"])
def test_what_signs_join_is_a_phrase(api, name):
    make_post("Found", content=f"About {name} and more.")
    make_post("Other", content="js node 0 75 1 case snake vec std mail e")
    assert api.titles(q=f"{name} more") == ["Found"]
    assert api.titles(q=name) == ["Found"]


def test_languages_with_a_sign_in_their_names(api):
    make_post("C++", content="x")
    make_post("C#", content="x")
    assert api.titles(q="c++") == ["C++"]
    assert api.titles(q="C#") == ["C#"]


def test_words_and_phrases_are_excluded(api):
    make_post("A", content="cache redis")
    make_post("B", content="cache memory")
    make_post("C", content="memory cache")
    assert api.titles(q="cache -redis", ordering="title") == ["B", "C"]
    assert api.titles(q='cache -"cache memory"', ordering="title") == ["A", "C"]
    assert api.titles(q="-redis", ordering="title") == ["B", "C"]
    assert api.titles(q="-redis -memory") == []


@pytest.mark.parametrize("typed", ["pr", "precond", "preconditio", "preconditions", "strong prec"])
def test_the_last_word_may_be_half_typed(api, typed):
    make_post("Found", content="Strong preconditions.")
    make_post("Other", content="Conditions.")
    assert api.titles(q=typed) == ["Found"]


def test_only_the_last_word_may_be_half_typed(api):
    make_post("Found", content="Strong preconditions.")
    assert api.titles(q="precond strong") == []
    assert api.titles(q='"precond"') == []


def test_a_word_in_the_title_weighs_most_and_one_in_a_long_text_least(api):
    make_post("Long", content=f"lynx {'and a word more ' * 400}")
    make_post("Short", content="A lynx.")
    make_post("Excerpt", excerpt="A lynx.", excerpt_is_generated=False, content="Other words.")
    make_post("A lynx", content="Other words.")
    make_post("Without", content="A cat.")
    assert api.titles(q="lynx") == ["A lynx", "Excerpt", "Short", "Long"]
    assert api.titles(q="lynx", ordering="relevance")[-1] == "A lynx"
    assert api.titles(q="lynx", ordering="published_at")[0] == "Long"


def test_relevance_without_a_search_is_refused(api):
    (error,) = api.json("posts/", 400, ordering="-relevance")["errors"]
    assert (error["parameter"], "`q`" in error["detail"]) == ("ordering", True)


def test_results_show_where_the_words_stand(api):
    make_post("Strong <b>etags</b>", content=f"{'Filler. ' * 100}An `<etag>` & strong ones.")
    (post,) = api.json("posts/", q="strong etag")["results"]
    assert post["highlight"]["title"] == (
        "<mark>Strong</mark> &lt;b&gt;<mark>etags</mark>&lt;/b&gt;"
    )
    content = post["highlight"]["content"]
    assert content.startswith("…")
    assert "An &lt;<mark>etag</mark>&gt; &amp; <mark>strong</mark> ones." in content
    assert len(content) < 400


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Running late", "runs", "<mark>Running</mark> late"),
        ("Café here", "cafe", "<mark>Café</mark> here"),
        (
            "A strong etag, a strong one",
            '"strong etag"',
            "A <mark>strong etag</mark>, a strong one",
        ),
        ("全文検索エンジン", "検索", "全文<mark>検索</mark>エンジン"),
        ("한국어 검색을 한다", "검색", "한국어 <mark>검색</mark>을 한다"),
        ("preconditions", "precon", "<mark>preconditions</mark>"),
        ("nothing at all", "title", "nothing at all"),
    ],
)
def test_the_words_of_the_text_are_marked_in_any_form(api, text, typed, marked):
    make_post("Title", content=text)
    (post,) = api.json("posts/", q=typed)["results"]
    assert post["highlight"]["content"] == marked


def test_only_the_results_of_a_search_have_a_highlight(api):
    make_post("Title")
    assert "highlight" not in api.json("posts/")["results"][0]
    assert "highlight" not in api.json("posts/title/")


def test_a_search_combines_with_every_filter_and_representation(api):
    here = make_category("here")
    ann = make_person("ann")
    make_post("Both lynx", category=here, author=ann, tags=("a",), featured=True)
    make_post("Other lynx", tags=("b",))
    make_draft("Draft lynx")
    for query in (
        {"category": "here"},
        {"author": "ann"},
        {"tag": "a"},
        {"tag_not": "b"},
        {"featured": "true"},
    ):
        assert api.titles(q="lynx", **query) == ["Both lynx"]
    body = api.json("posts/", q="lynx", page_size=1, page=2)
    assert (body["count"], len(body["results"])) == (2, 1)
    for name in ("rss", "atom", "jsonfeed", "csv"):
        response = api.get("posts/", q="lynx", format=name)
        text = b"".join(response) if response.streaming else response.content
        assert b"Both lynx" in text
        assert b"Other lynx" in text
        assert b"Draft" not in text
    assert b"<mark>lynx</mark>" in api.get("/blog/", q="lynx").content


def test_authors_search_their_drafts(as_person, author):
    make_draft("Draft lynx", author=author)
    make_draft("Theirs lynx")
    client = as_person(author)
    assert client.titles(q="lynx") == []
    assert client.titles(q="lynx", status="draft") == ["Draft lynx"]


UNSAFE = [
    *('"', "'", "''", "(", ")", "*", "^", ":", "-", "--", "+", "\\", "%", "_", "NEAR(a b)", "a:b"),
    *("title:x", "a AND", "OR", "NOT", "{a b}: c", "a*b", "&", "|", "!", "<->", "a <-> b", ":*"),
    *("'; DROP TABLE blog_post; --", '"unclosed', 'a"b', "-'", '-"', '-""', "\u202e", "🦀", "﷽"),
    *("\ufffd", "a\u0301", "\u0e31", "\u3099", "²", "ⅷ", "ﬀ", "İ", "$1", "%s", "{}", "\\x00"),
    *(" ".join(f"w{n}" for n in range(500)), "x" * 4096, "a " * 2048, '"a ' * 1000, "検" * 1700),
    *("-a " * 1000, "(" * 4000, "a.b." * 1000),
]


def test_no_text_is_a_mistake(api):
    make_post("Post", content="a b w1 x 検索")
    for text in UNSAFE:
        for typed in (f'{text[:4000]} "b"', text):
            assert api.get("posts/", q=typed).status_code == 200, typed[:100]


def test_a_crab_finds_nothing_and_an_empty_text_everything(api):
    make_post("Post")
    assert api.titles(q="🦀") == []
    assert api.titles(q="") == ["Post"]


def test_the_search_follows_every_way_of_writing(as_person, api, editor):
    client = as_person(editor)
    client.write(201, "POST", "posts/", {"title": "Walrus", "status": "published"})
    assert api.titles(q="walrus") == ["Walrus"]
    client.write(200, "PATCH", "posts/walrus/", {"title": "Lynx", "content": "Of *cats*."})
    assert api.titles(q="walrus") == []
    assert api.titles(q="lynx cat") == ["Lynx"]
    Post.objects.filter(slug="walrus").update(title="Otter")
    assert api.titles(q="otter cat") == ["Otter"]
    Post.objects.filter(slug="walrus").update(content="Of *dogs*.")
    assert api.titles(q="otter dog") == ["Otter"]
    post = Post.objects.get()
    post.title = "Badger"
    Post.objects.bulk_update([post], ["title"])
    assert api.titles(q="badger") == ["Badger"]
    Post.objects.bulk_create(
        [
            Post(
                title="Heron",
                slug="heron",
                author=editor,
                status="published",
                published_at=post.published_at,
            )
        ]
    )
    assert api.titles(q="heron") == ["Heron"]
    client.write(204, "DELETE", "posts/walrus/")
    assert api.titles(q="badger") == []
    Post.objects.all().delete()
    assert not SearchDocument.objects.exists()


def test_a_write_that_is_rolled_back_leaves_the_index_as_it_was(api):
    post = make_post("Walrus")
    with transaction.atomic():
        post.title = "Lynx"
        post.save()
        transaction.set_rollback(True)
    assert api.titles(q="walrus") == ["Walrus"]
    assert api.titles(q="lynx") == []


def test_reindex_search_builds_it_anew(api, capsys):
    load_demo()
    before = api.json("posts/", q="search", page_size=100)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM blog_search")
    assert api.titles(q="search") == []
    call_command("reindex_search")
    assert capsys.readouterr().out == f"{Post.objects.count()} posts indexed.\n"
    assert api.json("posts/", q="search", page_size=100) == before


def test_the_language_of_the_blog_decides_on_stems(api, settings):
    settings.LANGUAGE_CODE = "de"
    from blog.search.words import tokens_of

    tokens_of.cache_clear()
    make_post("Häuser", content="Die Suche in Büchern.")
    assert api.titles(q="haus") == ["Häuser"]
    assert api.titles(q="bucher") == ["Häuser"]
    assert api.titles(q="suchen") == ["Häuser"]
    tokens_of.cache_clear()


def test_an_image_changes_nothing(api, author):
    make_post("Lynx", featured_image=make_image(author, alt="x"))
    assert api.titles(q="lynx") == ["Lynx"]


def test_a_highlight_can_be_asked_for_alone_or_left_out(api):
    make_post("Lynx", content="Of a lynx.")
    (post,) = api.json("posts/", q="lynx", fields="slug,highlight.content")["results"]
    assert post == {"slug": "lynx", "highlight": {"content": "Of a <mark>lynx</mark>."}}
    (post,) = api.json("posts/", q="lynx", fields="slug")["results"]
    assert post == {"slug": "lynx"}
    (error,) = api.json("posts/", 400, fields="highlight")["errors"]
    assert error["parameter"] == "fields"


def test_a_search_is_walked_by_date(api):
    for number in range(5):
        make_post(f"Lynx {number}")
    make_post("Other")
    body = api.json("posts/", q="lynx", cursor="", page_size=2)
    found = [post["title"] for post in body["results"]]
    while body["next"]:
        body = api.client.get(body["next"]).json()
        found += [post["title"] for post in body["results"]]
    assert found == [f"Lynx {number}" for number in (4, 3, 2, 1, 0)]
    (error,) = api.json("posts/", 400, q="lynx", cursor="", ordering="-relevance")["errors"]
    assert (error["parameter"], error["code"]) == ("ordering", "shifting")


@pytest.mark.django_db(transaction=True)
def test_a_remembered_count_is_never_a_wrong_one(monkeypatch, time_machine):
    monkeypatch.setattr(posts, "WORTH_KEEPING", 1)
    api = Api()

    def number(**query):
        return api.json("posts/", q="lynx", **query)["count"]

    post = make_post("Lynx")
    later = make_scheduled("Lynx later")
    assert number() == 1

    with CaptureQueriesContext(connection) as queries:
        assert number() == 1
    assert not any("COUNT(*)" in query["sql"] and "MATCH" in query["sql"] for query in queries)
    make_post("Lynx again")
    assert number() == 2
    Post.objects.filter(pk=post.pk).update(title="Cat", content="x")
    assert number() == 1
    assert number(featured="false") == 1
    Post.objects.update(featured=True)
    assert number(featured="false") == 0
    time_machine.move_to(later.published_at)
    assert number() == 2
    Post.objects.all().delete()
    assert number() == 0
