"""The loader and its command: what is written, what is left alone, and what the report says."""

import re
import sys
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.importers import READERS
from blog.importers.loader import BATCH_POSTS, load
from blog.importers.markdown import MarkdownReader
from blog.importers.people import username_from
from blog.importers.records import Byline, Fault, NotAPost, Place, Record
from blog.models import Category, FormerSlug, ImportedPost, Person, Post, Tag
from blog.slugs import unique_slug
from tests.factories import make_category, make_person, make_post

pytestmark = pytest.mark.django_db
DAY = datetime(2014, 10, 30, tzinfo=UTC)


def record(name="a", **fields) -> Record:
    values = {"title": name.title(), "slug": name, "content": f"Text of {name}."}
    values |= {"status": "published", "published_at": DAY, "author": Byline("Ada Lovelace")}
    return Record(source=f"test:{name}", place=Place(f"{name}.md", 4), **{**values, **fields})


def rows():
    """Return every row of every table of the blog."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("blog").get_models()
        if model._meta.managed
    }


def run(path, *options, fails=False):
    """Run the command as a shell would; return what it prints."""
    out = StringIO()
    if fails:
        with pytest.raises(CommandError) as failure:
            call_command("import_content", "markdown", str(path), *options, stdout=out)
        return out.getvalue(), str(failure.value)
    call_command("import_content", "markdown", str(path), *options, stdout=out)
    return out.getvalue()


def faults(report):
    return [f"{fault.place}: {fault.why}" for fault in report.faults]


def notes(report):
    return [note.text for note in report.notes]


@pytest.fixture
def folder(tmp_path):
    """A blog of four posts, with what makes a second run differ if anything can."""
    (tmp_path / "2014-10-30-rain.md").write_text(
        "---\ntitle: Rain\nauthor: Ada <ada@example.com>\ntags: [wet, Wind]\n"
        "category: weather/water\naliases: [/old-rain/]\nlayout: post\n---\n# Drops\n\nIt *rained*."
    )
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "2015-01-02-rain.md").write_text(
        "+++\ntitle = 'Again'\nauthors = ['ADA']\n[taxonomies]\ntags = ['Wet']\n+++\nStill."
    )
    (tmp_path / "idea.md").write_text("# An idea\n\nNo date yet.")
    (tmp_path / "zeal.md").write_text("Neither date nor title.")
    (tmp_path / "blog.yml").write_text("title: Blog")
    return tmp_path


def test_a_post_comes_whole():
    report = load(
        [
            record(
                content="## One\n\nIt *rained*.",
                excerpt="What fell.",
                category=("Weather", "Rain"),
                tags=("wet", "Wind"),
                former_slugs=("old-a", "A"),
                updated_at=datetime(2015, 1, 2, tzinfo=UTC),
                featured=True,
                seo_description="For search engines.",
                seo_canonical_url="https://example.com/a",
            )
        ]
    )
    post = Post.objects.get()
    assert (post.title, post.slug, post.author.name) == ("A", "a", "Ada Lovelace")
    assert "<em>rained</em>" in post.content_html
    assert (post.excerpt, post.excerpt_is_generated) == ("What fell.", False)
    assert (post.status, post.published_at, post.created_at) == ("published", DAY, DAY)
    assert post.updated_at == datetime(2015, 1, 2, tzinfo=UTC)
    assert post.featured
    assert (post.category.name, post.category.parent.name) == ("Rain", "Weather")
    assert post.category.parent.parent is None
    assert sorted(post.tags.values_list("name", "slug")) == [("Wind", "wind"), ("wet", "wet")]
    assert list(post.former_slugs.values_list("slug", flat=True)) == ["old-a"]
    assert post.seo_description == "For search engines."
    assert post.seo_canonical_url == "https://example.com/a"
    assert ImportedPost.objects.get().post == post
    assert report.faults == report.notes == []


def test_an_import_makes_no_post_look_new():
    load([record()])
    assert Post.objects.get().updated_at == DAY


def test_a_scheduled_post_is_not_changed_in_the_future():
    load([record(published_at=datetime(2190, 1, 1, tzinfo=UTC))])
    post = Post.objects.get()
    assert post.is_scheduled
    assert post.created_at <= timezone.now()
    assert post.updated_at <= timezone.now()


def test_without_an_excerpt_one_is_made():
    load([record(content="It rained.")])
    post = Post.objects.get()
    assert (post.excerpt, post.excerpt_is_generated) == ("It rained.", True)


def test_html_is_sanitised():
    load([record(content="<p onclick='x()'>Hi<script>x()</script></p>", content_format="html")])
    post = Post.objects.get()
    assert "Hi" in post.content_html
    assert "onclick" not in post.content_html
    assert "script" not in post.content_html


def test_a_second_run_changes_nothing(folder):
    run(folder)
    before = rows()
    assert len(before["Post"]) == 4
    out = run(folder)
    assert "Posts: 0 new, 4 already here\n" in out
    assert "New: 0 people, 0 tags, 0 categories, 0 former slugs\n" in out
    assert rows() == before


def test_a_second_run_leaves_alone_what_was_edited_since(folder):
    run(folder)
    Post.objects.filter(slug="rain").update(title="Edited", slug="edited")
    before = rows()
    run(folder)
    assert rows() == before


def test_a_post_that_was_deleted_comes_again(folder):
    run(folder)
    Post.objects.get(slug="rain").delete()
    assert "Posts: 1 new, 3 already here\n" in run(folder)
    assert Post.objects.filter(slug="rain").exists()


def test_a_dry_run_says_the_same_and_writes_nothing(folder):
    before = rows()
    dry = run(folder, "--dry-run").splitlines()
    assert rows() == before
    assert dry[0] == "Dry run: nothing was written. An import would bring this:"
    assert dry[1:] == run(folder).splitlines()


def test_the_report_says_what_came(folder):
    assert run(folder).splitlines() == [
        "Posts: 4 new, 0 already here",
        "New: 2 people, 2 tags, 2 categories, 1 former slugs",
        "Shortened: 0 excerpts, 0 titles",
        "Without an author: 2 (the posts are by 'Unknown author')",
        "Keys without a meaning here, and in how many posts: layout (1)",
        "Passed over: 1",
        "  blog.yml: not a post",
        "Notes: 3",
        "  idea.md:1: it has no date: it is a draft",
        "  later/2015-01-02-rain.md:7: the slug 'rain' is taken: it is 'rain-2'",
        "  zeal.md:1: it has no date: it is a draft",
        "Did not come: 0",
    ]


def test_what_did_not_come_is_named_and_the_status_says_so(folder):
    (folder / "bad.md").write_bytes(b"---\ntitle: A\n---\n\xff")
    (folder / "long.md").write_text("word " * 60_000)
    out, failure = run(folder, fails=True)
    assert out.splitlines()[-3:-1] == ["Did not come: 2", "bad.md:4: it is not UTF-8"]
    assert out.splitlines()[-1].startswith("long.md:1: ")
    assert failure == "Not everything came: 2 did not."
    assert Post.objects.count() == 4


@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_a_wrong_path_is_one_clear_line(tmp_path, option):
    out, failure = run(tmp_path / "nowhere", *option, fails=True)
    assert out == ""
    assert failure == f"There is no file or folder '{tmp_path / 'nowhere'}'."


def test_a_folder_without_posts_is_a_failure(tmp_path):
    (tmp_path / "blog.yml").write_text("title: Blog")
    out, failure = run(tmp_path, fails=True)
    assert "  blog.yml: not a post\n" in out
    assert failure == f"No post was found in '{tmp_path}'."


@pytest.mark.parametrize(
    ("options", "kept"),
    [([], "What came so far is kept: run it again."), (["--dry-run"], "Nothing was written.")],
)
def test_a_database_that_fails_is_one_clear_line(tmp_path, monkeypatch, options, kept):
    class Failing(MarkdownReader):
        def __iter__(self):
            yield record("a")
            raise OperationalError("database is locked")

    monkeypatch.setitem(READERS, "markdown", Failing)
    _, failure = run(tmp_path, *options, fails=True)
    assert failure == f"The database failed: database is locked. {kept}"


@pytest.mark.parametrize("terminal", [True, False])
def test_only_a_terminal_gets_a_progress_bar(folder, capsys, monkeypatch, terminal):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    run(folder)
    assert ("5/5" in capsys.readouterr().err) is terminal


def test_statements_do_not_pile_up_in_development(folder, settings):
    settings.DEBUG = True
    run(folder)
    assert len(connection.queries) == 0


def test_progress_counts_every_item():
    steps = []
    items = [record(f"post-{n}") for n in range(BATCH_POSTS)]
    load([*items, NotAPost("x"), Fault(Place("y"), "why")], progress=steps.append)
    assert steps == [BATCH_POSTS, 2]


def test_a_record_that_the_database_refuses_does_not_stop_the_rest():
    bad = record("bad", published_at=None, author=Byline("Never Made"), tags=("never",))
    report = load([record("a"), bad, record("b"), record("a2", slug="a")])
    assert sorted(Post.objects.values_list("slug", flat=True)) == ["a", "a-2", "b"]
    assert report.counts["posts"] == 3
    assert report.counts["people"] == Person.objects.count() == 1
    assert report.counts["tags"] == Tag.objects.count() == 0
    (fault,) = faults(report)
    assert fault.startswith("bad.md:4: it cannot be stored: ")
    assert notes(report) == ["the slug 'a' is taken: it is 'a-2'"]


def test_a_record_that_cannot_be_rendered_does_not_stop_the_rest():
    report = load([record("a"), record("bad", content="x" * 250_001), record("b")])
    assert sorted(Post.objects.values_list("slug", flat=True)) == ["a", "b"]
    (fault,) = faults(report)
    assert fault.startswith("bad.md:4: ")


def test_a_path_that_is_too_long_is_a_fault():
    long = record("a")
    long.source = "test:" + "x" * 500
    assert faults(load([long])) == ["a.md:4: its path is too long"]


def test_the_same_source_twice_comes_once():
    report = load([record("a", content="First."), record("a", content="Second.")])
    assert (report.counts["posts"], report.counts["posts_here"]) == (1, 1)
    assert report.faults == []
    assert Post.objects.get().content == "First."


def test_more_than_one_batch_comes_in_order():
    load(record(f"post-{n}") for n in range(2 * BATCH_POSTS + 1))
    slugs = Post.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == [f"post-{n}" for n in range(2 * BATCH_POSTS + 1)]
    assert Person.objects.count() == 1


def test_records_are_read_as_they_are_written():
    """Memory does not grow with the input: nothing is read before the batch before is written."""

    def records():
        for number in range(BATCH_POSTS + 1):
            yield record(f"post-{number}")
        assert Post.objects.count() == BATCH_POSTS
        yield record("last")

    assert load(records()).counts["posts"] == BATCH_POSTS + 2


def test_a_batch_costs_the_same_statements_for_one_post_and_for_many():
    def statements(number, name):
        with CaptureQueriesContext(connection) as queries:
            load([record(f"{name}-{n}") for n in range(number)])
        return len(queries)

    load([record("first")])
    # Sources, savepoint and its release, people, 2 of slugs, inserts of posts, index and sources;
    # 3 of the entries for suggestions: former ones, new ones, authors without any.
    assert statements(1, "one") == 12
    assert statements(20, "many") == 12


def test_a_taken_slug_gets_a_suffix():
    make_post("Rain", slug="rain")
    make_post("Rain", slug="rain-2")
    FormerSlug.objects.create(slug="wind", post=make_post("Other", slug="other"))
    load([record("a", slug="Rain"), record("b", slug="rain"), record("c", slug="wind")])
    slugs = ImportedPost.objects.order_by("source").values_list("post__slug", flat=True)
    assert list(slugs) == ["rain-3", "rain-4", "wind-2"]


def test_a_long_slug_that_is_taken_is_cut_for_its_suffix():
    long = "x" * 195 + "-tail"
    make_post("Long", slug=long)
    make_post("Long", slug=unique_slug(long, {long}))
    load([record("a", slug=long), record("b", slug=long)])
    slugs = [post.slug for post in Post.objects.order_by("pk")]
    assert len(set(slugs)) == 4
    assert all(len(slug) <= 200 for slug in slugs)


def test_a_slug_is_never_a_word_of_a_route_or_all_digits():
    load([record("a", slug="create"), record("b", slug="2024"), record("c", slug="!!!")])
    slugs = set(Post.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    assert not slugs & {"create", "2024", ""}


def test_a_former_slug_that_is_taken_is_left_out_and_noted():
    make_post("Rain", slug="rain")
    report = load([record("a", former_slugs=("rain", "b", "free")), record("b")])
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["free"]
    assert notes(report) == [
        "the former slug 'rain' is taken: it was left out",
        "the former slug 'b' is taken: it was left out",
    ]


def test_what_is_too_long_is_shortened_and_the_report_says_so():
    words = "word " * 200
    report = load(
        [
            record(
                title=words, excerpt=words, seo_description=words, tags=(words,), category=(words,)
            )
        ]
    )
    post = Post.objects.get()
    assert 150 < len(post.title) <= 200
    assert 450 < len(post.excerpt) <= 500
    assert post.excerpt.endswith("word…")
    assert not post.excerpt_is_generated
    assert len(post.seo_description) <= 500
    assert len(Tag.objects.get().name) <= 100
    assert len(Tag.objects.get().slug) <= 100
    assert len(Category.objects.get().name) <= 100
    assert "Shortened: 1 excerpts, 1 titles" in report.lines()
    assert notes(report) == [
        "the title was shortened from 1,000 to 200 characters",
        "the excerpt was shortened from 1,000 to 500 characters",
        "the seo_description was shortened from 1,000 to 500 characters",
        "the name of a tag was shortened to 100 characters",
        "the name of a category was shortened to 100 characters",
    ]
    assert report.faults == []


def test_what_just_fits_is_left_alone():
    report = load([record(title="x" * 200, excerpt="y" * 500, tags=("z" * 100,))])
    post = Post.objects.get()
    assert (post.title, post.excerpt, Tag.objects.get().name) == ("x" * 200, "y" * 500, "z" * 100)
    assert report.notes == []


def test_a_canonical_address_that_is_none_is_left_out():
    report = load([record(seo_canonical_url="javascript:alert(1)")])
    assert Post.objects.get().seo_canonical_url == ""
    assert notes(report) == ["the canonical address is not a web address: left out"]


def test_a_person_is_made_who_can_do_nothing():
    load([record(author=Byline("Zoë Groß", "zoe@example.com", "https://example.com/"))])
    person = Person.objects.get()
    assert (person.username, person.display_name) == ("zoe-gross", "Zoë Groß")
    assert (person.email, person.website) == ("zoe@example.com", "https://example.com/")
    assert not person.is_active
    assert not person.has_usable_password()
    assert not person.is_staff
    assert not person.is_superuser
    assert not person.groups.exists()


def test_people_who_exist_are_matched_whatever_the_case_and_never_changed(editor):
    ada = make_person("ada", display_name="Ada Lovelace")
    zoe = make_person("someone", display_name="ÉLODIE")
    before = rows()["Person"]
    load(
        [
            record("a", author=Byline("ADA", "new@example.com", "https://example.com/")),
            record("b", author=Byline("ada lovelace")),
            record("c", author=Byline("Élodie")),
            record("d", author=Byline("Editor")),
        ]
    )
    authors = ImportedPost.objects.order_by("source").values_list("post__author", flat=True)
    assert list(authors) == [ada.pk, ada.pk, zoe.pk, editor.pk]
    assert rows()["Person"] == before


def test_a_user_name_counts_for_more_than_a_display_name():
    make_person("first", display_name="ada")
    ada = make_person("ada", display_name="Somebody")
    make_person("last", display_name="Ada")
    load([record(author=Byline("Ada"))])
    assert Post.objects.get().author == ada


def test_of_people_with_the_same_display_name_the_first_counts():
    first = make_person("first", display_name="Ada")
    make_person("second", display_name="ada")
    load([record(author=Byline("ADA"))])
    assert Post.objects.get().author == first


def test_an_address_that_is_none_is_left_out():
    load([record(author=Byline("Ada", "ada at example", "example.com"))])
    ada = Person.objects.get()
    assert (ada.email, ada.website) == ("", "")


def test_an_address_that_is_somebody_elses_stays_theirs():
    make_person("grace")
    load([record(author=Byline("Ada", "GRACE@example.com", "ftp://example.com/"))])
    ada = Person.objects.get(display_name="Ada")
    assert (ada.email, ada.website) == ("", "")


def test_user_names_that_are_taken_get_a_suffix():
    make_person("Ada-Lovelace", display_name="Another")
    load([record("a"), record("b", author=Byline("Ada  Lovelace?"))])
    names = Person.objects.order_by("pk").values_list("username", flat=True)
    assert list(names) == ["Ada-Lovelace", "ada-lovelace-2", "ada-lovelace-3"]


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("Niko Matsakis", "niko-matsakis"),
        ("Amanieu d'Antras", "amanieu-dantras"),
        ("Jakub Beránek, Łukasz & Søren", "jakub-beranek-lukasz-soren"),
        ("@mark-i-m", "mark-i-m"),
        ("x" * 120, "x" * 50),
    ],
)
def test_a_user_name_is_ascii(name, username):
    assert username_from(name) == username_from(name.upper()) == username


def test_people_of_other_scripts_stay_apart():
    load([record("a", author=Byline("李白")), record("b", author=Byline("杜甫"))])
    people = dict(Person.objects.values_list("display_name", "username"))
    assert set(people) == {"李白", "杜甫"}
    assert all(re.fullmatch("author-[0-9a-f]{8}", username) for username in people.values())


def test_a_very_long_name_is_one_person():
    long = Byline("word " * 100)
    report = load([record("a", author=long), record("b", author=long)])
    assert notes(report) == ["the name of a person was shortened to 120 characters"] * 2
    load([record("c", author=long)])
    assert Person.objects.count() == 1


def test_tags_that_exist_are_used_by_name_or_slug():
    Tag.objects.create(slug="cpp", name="C++")
    Tag.objects.create(slug="web-dev", name="Web development")
    load([record(tags=("c++", "C", "web-dev", "C#"))])
    found = dict(Post.objects.get().tags.values_list("slug", "name"))
    assert found == {"cpp": "C++", "c": "C", "web-dev": "Web development", "c-2": "C#"}


def test_long_names_that_give_the_same_slug_stay_within_the_limit():
    load([record(tags=("z" * 99 + "!", "z" * 99 + "?"))])
    assert Tag.objects.count() == 2
    assert all(len(slug) <= 100 for slug in Tag.objects.values_list("slug", flat=True))


def test_a_category_that_exists_is_found_by_name_or_slug():
    weather = make_category("wx")
    Category.objects.filter(pk=weather.pk).update(name="Weather")
    load([record("a", category=("WEATHER",)), record("b", category=("wx",))])
    assert Category.objects.count() == 1
    assert weather.posts.count() == 2


def test_categories_that_exist_are_used_and_the_tree_grows_below_them():
    weather = make_category("weather")
    rain = make_category("rain", parent=weather, description="Kept.")
    load(
        [
            record("a", category=("WEATHER", "Rain")),
            record("b", category=("weather", "rain", "heavy")),
            record("c", category=("heavy",)),
        ]
    )
    assert Post.objects.get(slug="a").category == rain
    heavy = Post.objects.get(slug="b").category
    assert (heavy.parent, heavy.slug) == (rain, "heavy")
    other = Post.objects.get(slug="c").category
    assert (other.parent, other.slug) == (None, "heavy-2")
    assert Category.objects.count() == 4


def test_a_key_without_a_meaning_is_reported_once():
    report = load([record(str(n) + "x", ignored=("team", "layout")) for n in range(3)])
    assert "Keys without a meaning here, and in how many posts: layout (3), team (3)" in (
        report.lines()
    )
