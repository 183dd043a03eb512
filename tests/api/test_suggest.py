"""`suggest/?q=`: titles, tags, categories and authors for a search box, as one types."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Category, Person, Post, PostEntry, Tag
from blog.services.accounts import update_profile
from blog.services.demo import load_demo
from blog.services.tags import delete_tag, merge_tags, save_tag
from tests.api.test_search import UNSAFE
from tests.factories import (
    make_category,
    make_draft,
    make_person,
    make_post,
    make_scheduled,
    make_tag,
)


def suggested(api, typed: str) -> list[str]:
    """Return the texts that are suggested, in order."""
    return [one["text"] for one in api.json("suggest/", q=typed)["results"]]


def test_it_suggests_names_first_and_then_titles(api):
    ann = make_person("ann", display_name="Ann Django")
    make_post("A small Django app", author=ann, category=make_category("django-guides"))
    make_post("Another", tags=("django",))
    assert api.json("suggest/", q="dja")["results"] == [
        {"type": "tag", "text": "Django", "url": "http://testserver/api/v1/tags/django/"},
        {
            "type": "category",
            "text": "Django-Guides",
            "url": "http://testserver/api/v1/categories/django-guides/",
        },
        {"type": "author", "text": "Ann Django", "url": "http://testserver/api/v1/authors/ann/"},
        {
            "type": "post",
            "text": "A small Django app",
            "url": "http://testserver/api/v1/posts/a-small-django-app/",
        },
    ]


def test_each_url_leads_to_what_is_suggested(api):
    make_post(
        "Hello", tags=("hello",), category=make_category("hello"), author=make_person("hello")
    )
    results = api.json("suggest/", q="hello")["results"]
    assert [one["type"] for one in results] == ["tag", "category", "author", "post"]
    for one in results:
        api.json(one["url"].removeprefix("http://testserver"))


@pytest.mark.parametrize(
    "typed",
    [
        *("s", "sm", "small", "SMALL ", "small d", "small django a", "app", "A Small Django App"),
        *("app small", "dj sm", "django  ,app", '"small app', "-django", "a s d a", "app django s"),
    ],
)
def test_every_typed_word_begins_one_of_the_title_in_any_order(api, typed):
    make_post("A small Django app")
    make_post("Unrelated")
    assert suggested(api, typed) == ["A small Django app"]


@pytest.mark.parametrize("typed", ["all", "ango", "small appqq", "small lisp", "!", "🦀", ""])
def test_what_begins_no_word_suggests_nothing(api, typed):
    make_post("A small Django app")
    assert suggested(api, typed) == []


def test_names_are_found_by_any_of_their_words_too(api):
    ada = make_person("countess", display_name="Ada Lovelace King")
    make_post("One", author=ada)
    for typed in ("ada", "lovel", "king ada", "countess", "ada k"):
        assert suggested(api, typed) == ["Ada Lovelace King"], typed
    assert suggested(api, "ada countess") == []


def test_at_most_ten_and_three_of_a_kind_of_name(api):
    for number in range(5):
        make_post(
            f"Data {number}",
            tags=(f"data{number}", f"data-{number}"),
            category=make_category(f"data-{number}"),
            author=make_person(f"data{number}"),
        )
    types = [one["type"] for one in api.json("suggest/", q="data")["results"]]
    assert types == ["tag"] * 3 + ["category"] * 3 + ["author"] * 3 + ["post"]
    for number in range(20):
        make_post(f"Title {number}")
    assert suggested(api, "title") == [f"Title {number}" for number in range(19, 9, -1)]


def test_nothing_is_suggested_twice(api):
    ann = make_person("ann", display_name="Ann Ann")
    make_post("Ann and Ann and ann's", tags=("ann-ann",), author=ann)
    assert suggested(api, "ann") == ["Ann-Ann", "Ann Ann", "Ann and Ann and ann's"]


def test_a_title_with_the_words_as_they_are_typed_comes_first_and_then_the_newest(api):
    for title in ("Cache and redis", "Redis cache", "Redis and cache", "The redis cache"):
        make_post(title)
    assert suggested(api, "redis ca") == [
        *("The redis cache", "Redis cache", "Redis and cache", "Cache and redis")
    ]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Café Malmö", ["cafe", "Café", "malmo", "MALMÖ c"]),
        ("Straße", ["strasse", "STRASSE", "stra"]),
        ("Ｆｕｌｌ width", ["full", "ｆｕ"]),
        ("It's Sara’s", ["its", "it's", "saras", "sara'"]),
        ("C++ and C#", ["c++", "c#", "c+", "C"]),
        ("node.js 1.75", ["node.js", "js", "node js", "1.7", "75"]),
        ("Ёлка и поиск", ["елка", "ёл", "пои", "поиск е"]),
        ("Ελληνικά", ["ελληνικα", "ΕΛΛ"]),
        ("البَحْثُ بالتشكيل", ["البحث", "بالت"]),
        ("חיפוש בטקסט", ["חיפ", "בטקסט"]),
        ("हिन्दी में खोज", ["हिन्दी", "खो"]),
        (
            "Django入門と全文検索",
            ["入門", "検", "検索", "django入", "文検索", "検索 django", "dj 全文"],
        ),
        ("한국어 검색을 한다", ["검색", "국어", "한국어 검"]),
        ("การค้นหาข้อความ", ["ค้นหา", "ข้อความ"]),
        ("ﷺ", ["صلى", "وسلم"]),
    ],
)
def test_case_accents_width_and_script_do_not_matter(api, title, typed):
    make_post(title)
    make_post("Other things")
    for text in typed:
        assert suggested(api, text) == [title], text


# One typing mistake.


def mistyped(word: str, letter: str = "q"):
    for at in range(len(word) + 1):
        yield word[:at] + letter + word[at:]  # one too many
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]  # one too few
        yield word[:at] + letter + word[at + 1 :]  # a wrong one
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]  # two swapped


@pytest.mark.parametrize(("word", "letter"), [("django", "q"), ("поиск", "ъ")])
def test_one_mistake_of_any_kind_at_any_place_is_forgiven(api, word, letter):
    make_post(f"About {word} things")
    for number, typed in enumerate(mistyped(word, letter)):
        typed += " thi" * (number % 2)
        assert suggested(api, typed) == [f"About {word} things"], typed


@pytest.mark.parametrize("typed", ["djagn", "dajngo", "djnago t", "dkango tag", "jdan", "djanog"])
def test_names_and_half_typed_words_are_forgiven_a_mistake_too(api, typed):
    ann = make_person("ann", display_name="Django Tagore")
    make_post("Django tagging", tags=("django-tags",), author=ann)
    assert suggested(api, typed) == ["Django-Tags", "Django Tagore", "Django tagging"]


@pytest.mark.parametrize("typed", ["djn", "dagjno", "djqngq", "kangaro0s5", "検牽", "x" * 60])
def test_more_mistakes_and_short_words_are_not_forgiven(api, typed):
    make_post("Django kangaroos 検索 for all", tags=("x",))
    assert suggested(api, typed) == []


def test_what_is_typed_goes_before_what_may_have_been_meant(api):
    make_post("Tests")
    make_post("Rests")
    assert suggested(api, "rests") == ["Rests"]
    assert suggested(api, "tets") == ["Tests"]


def test_the_likeliest_mistake_goes_first(api):
    make_post("Angel")
    make_post("Bngle")
    make_post("Angle")
    assert suggested(api, "agnle") == ["Angle"]
    make_post("Agnes")
    assert suggested(api, "anglf")[-1:] == ["Angle"]


# What the public may see.


def test_hidden_rows_are_never_suggested(api, as_person, editor, author):
    make_draft("Zebra draft", author=author, tags=("zebra-draft",))
    make_scheduled("Zebra soon", author=author, tags=("zebra-soon",))
    make_person("zebra", display_name="Zebra Person")
    make_draft("Something", author=make_person("zebra2"))
    make_tag("zebra-nobody")
    make_post("Rabbit")
    for typed in ("z", "zebra", "zebar", "ezbra", "zebr dra", "zebra draft"):
        assert suggested(api, typed) == [], typed
        titles = [one["type"] for one in as_person(editor).json("suggest/", q=typed)["results"]]
        assert not {"post", "author"} & set(titles)


def test_nobody_learns_from_a_correction_what_a_hidden_row_is_called(api, author):
    """A word that exists is not corrected; one that only a hidden row has does not exist."""
    make_post("Layoff")
    assert suggested(api, "layofs") == ["Layoff"]
    make_draft("Layofs", tags=("layofs",), author=make_person("layofs"))
    make_scheduled("Layofs soon")
    assert suggested(api, "layofs") == ["Layoff"]


def test_a_scheduled_post_is_suggested_from_its_time_on(api):
    post = make_scheduled("Zebra")
    assert suggested(api, "zeb") == []
    soon = timezone.now() - timedelta(seconds=1)
    Post.objects.filter(pk=post.pk).update(published_at=soon)
    assert suggested(api, "zeb") == ["Zebra"]


def test_a_tag_shows_with_its_first_published_post(api, as_person, editor):
    post = make_draft("Hidden", tags=("zebra",))
    assert suggested(api, "zebra") == []
    assert suggested(as_person(editor), "zebra") == ["Zebra"]
    as_person(editor).write(200, "PATCH", f"posts/{post.pk}/", {"status": "published"})
    assert suggested(api, "zebra") == ["Zebra"]
    as_person(editor).write(200, "PATCH", f"posts/{post.pk}/", {"status": "draft"})
    assert suggested(api, "zebra") == []
    assert suggested(api, "hidden") == []


def test_hidden_names_do_not_crowd_visible_ones_out(api):
    for number in range(60):
        make_tag(f"zebra-{number:02}")
        make_draft(f"Zebra {number}", author=make_person(f"zebra{number:02}"))
    make_post("Rabbit", tags=("zebra-visible",), author=make_person("zebravisible"))
    assert suggested(api, "zebra") == ["Zebra-Visible", "zebravisible"]


# Every way of writing.


def test_it_follows_posts(as_person, api, editor):
    client = as_person(editor)
    client.write(201, "POST", "posts/", {"title": "Walrus song", "status": "published"})
    assert suggested(api, "walrus") == ["Walrus song"]
    assert suggested(api, "editor") == ["editor"]
    client.write(200, "PATCH", "posts/walrus-song/", {"title": "Lynx song"})
    assert suggested(api, "walrus") == []
    assert suggested(api, "song l") == ["Lynx song"]
    Post.objects.filter(slug="walrus-song").update(title="Otter")
    assert suggested(api, "otter") == ["Otter"]
    post = Post.objects.get()
    post.title = "Badger"
    Post.objects.bulk_update([post], ["title"])
    assert suggested(api, "badger") == ["Badger"]
    post.title, post.content = "Bear", "Other"
    post.save(update_fields=["content", "title"])
    assert suggested(api, "bear") == ["Bear"]
    Post.objects.update(status="draft")
    assert suggested(api, "bear") == []
    assert not PostEntry.objects.exists()
    Post.objects.update(status="published")
    assert suggested(api, "bear") == ["Bear"]
    client.write(204, "DELETE", "posts/walrus-song/")
    assert suggested(api, "bear") == []
    assert not PostEntry.objects.exists()


def test_it_follows_posts_that_are_made_or_deleted_many_at_once(api, author):
    posts = [
        Post(
            title=f"Heron {n}",
            slug=f"h{n}",
            author=author,
            status=status,
            published_at="2020-01-01T00:00:00Z",
        )
        for n, status in enumerate(("published", "draft", "published"))
    ]
    Post.objects.bulk_create(posts)
    assert suggested(api, "heron") == ["Heron 2", "Heron 0"]
    assert suggested(api, "author") == ["author"]
    Post.objects.filter(slug="h2").delete()
    assert suggested(api, "heron") == ["Heron 0"]


def test_it_follows_tags_and_categories(api, as_person, editor):
    make_post("One", tags=("walrus",), category=make_category("walrus"))
    save_tag(tag=Tag.objects.get(), fields={"name": "Lynx"})
    as_person(editor).write(200, "PATCH", "categories/walrus/", {"name": "Bear"})
    assert suggested(api, "walrus") == []
    assert suggested(api, "lynx") == ["Lynx"]
    assert suggested(api, "bear") == ["Bear"]
    Tag.objects.update(name="Otter")
    Category.objects.update(name="Heron")
    assert (suggested(api, "otter"), suggested(api, "heron")) == (["Otter"], ["Heron"])
    assert suggested(api, "lynx") == suggested(api, "bear") == []
    merge_tags(tag=Tag.objects.get(), into=make_tag("seal"))
    assert (suggested(api, "otter"), suggested(api, "seal")) == ([], ["Seal"])
    delete_tag(tag=Tag.objects.get())
    assert suggested(api, "seal") == []
    (badger,) = Category.objects.bulk_create([Category(name="Badger", slug="badger")])
    assert suggested(api, "badg") == ["Badger"]
    badger.delete()
    assert suggested(api, "badg") == []


def test_it_follows_people(api, as_person, author, stranger):
    make_post("One", author=author)
    assert suggested(api, "author") == ["author"]
    update_profile(person=author, fields={"display_name": "Walrus"})
    assert suggested(api, "walrus") == suggested(api, "author") == ["Walrus"]
    Person.objects.filter(pk=author.pk).update(display_name="Lynx")
    assert (suggested(api, "walrus"), suggested(api, "lynx")) == ([], ["Lynx"])
    Post.objects.update(author=stranger)
    assert (suggested(api, "lynx"), suggested(api, "stranger")) == ([], ["stranger"])
    update_profile(person=author, fields={"display_name": "Otter"})
    Post.objects.update(author=author)
    assert (suggested(api, "lynx"), suggested(api, "otter")) == ([], ["Otter"])


def test_a_write_that_is_rolled_back_leaves_it_as_it_was(api):
    post = make_post("Walrus", tags=("walrus",))
    with transaction.atomic():
        post.title = "Lynx"
        post.save()
        Tag.objects.get().delete()
        make_post("Heron", tags=("heron",))
        transaction.set_rollback(True)
    assert suggested(api, "walrus") == ["Walrus", "Walrus"]
    assert suggested(api, "lynx") == suggested(api, "heron") == []
    make_post("Heron", tags=("heron",))
    assert suggested(api, "herno") == ["Heron", "Heron"]


def test_reindex_search_builds_it_anew(api):
    load_demo()
    models = [
        apps.get_model("blog", f"{name}Entry") for name in ("Post", "Tag", "Category", "Person")
    ]
    before = [sorted(model.objects.values_list()) for model in models]
    assert all(before)
    for model in models:
        model.objects.all().delete()
    assert suggested(api, "wel") == []
    call_command("reindex_search")
    assert [sorted(model.objects.values_list()) for model in models] == before


# What is asked.


def test_no_text_is_a_mistake(api):
    make_post("Post a b w1 x 検索", tags=("a", "x"))
    for text in UNSAFE:
        for typed in (text[:200], f"{text[:190]} post"):
            assert api.get("suggest/", q=typed).status_code == 200, typed


def test_titles_of_any_kind_can_be_entered(api):
    titles = [
        "ﷺ " * 60,
        "検" * 200,
        "x" * 200,
        "a b " * 50,
        "🦀",
        "½ ㌍ Ⅷ ①",
        "İ" * 200,
        "\u0e31" * 9,
    ]
    for title in titles:
        make_post(title[:200], slug=f"s{abs(hash(title))}x")
    assert len(suggested(api, "検検検")) == 1
    assert len(suggested(api, "xxxx")) == 1
    assert len(suggested(api, "b a")) == 1


def test_what_is_typed_has_to_be_said_and_is_short(api):
    (error,) = api.json("suggest/", 400)["errors"]
    assert (error["parameter"], error["code"]) == ("q", "required")
    (error,) = api.json("suggest/", 400, q="x" * 201)["errors"]
    assert error["parameter"] == "q"
    errors = api.json("suggest/", 400, page=1)["errors"]
    assert [error["parameter"] for error in errors] == ["page", "q"]
    assert api.json("suggest/", q="x" * 200) == api.json("suggest/", q=" ") == {"results": []}


def test_everybody_may_keep_the_answer_and_ask_whether_it_is_current(api, as_person, reader):
    make_post("Hello")
    response = api.get("suggest/", q="hel")
    assert response["Cache-Control"] == "public, no-cache"
    again = api.client.get("/api/v1/suggest/?q=hel", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert as_person(reader).get("suggest/", q="hel")["Cache-Control"] == "private, no-store"
    assert api.get("suggest/", "text/html", q="hel").status_code == 406


# How it is found.


def plan_of(sql: str) -> list[str]:
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def tables_read_through(sql: str) -> list[str]:
    """Return the lines of the statement's plan that read a table of ours from end to end."""
    return [line for line in plan_of(sql) if re.search(r"(SCAN|Seq Scan on) blog_", line)]


@pytest.mark.parametrize("typed", ["d", "small dja", "django small app", "djnago"])
def test_no_table_is_read_through(api, typed):
    make_post("A small Django app", tags=("django-small-app",), category=make_category("django"))
    if connection.vendor == "postgresql":
        # So few rows would be read through whatever indexes there are.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as queries:
        assert "A small Django app" in suggested(api, typed)
    for query in queries:
        assert tables_read_through(query["sql"]) == [], query["sql"]


def test_only_the_newest_posts_are_read_by_their_date(api):
    """SQLite plans without a look at the tables: by their date, it may read all posts for a few."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows how many there are.")
    for number in range(12):
        make_post(f"Django {number}", tags=("django",), author=make_person(f"django{number}"))
    with CaptureQueriesContext(connection) as queries:
        assert len(suggested(api, "django")) == 10
    for query in queries:
        by_date = [line for line in plan_of(query["sql"]) if "post_date" in line]
        assert len(by_date) == ("blog_postentry" in query["sql"]), query["sql"]
