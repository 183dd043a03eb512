"""What the Markdown reader understands: front matter, file names, and files that are no posts."""

import os
from datetime import UTC, datetime

import pytest

from blog.importers.markdown import MarkdownReader
from blog.importers.records import Byline, Fault, NotAPost, Record


def read(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (item,) = MarkdownReader(folder)
    return item


def yaml(folder, *lines, body="Text.", name="2020-02-03-a-day.md") -> Record:
    item = read(folder, name, "\n".join(["---", *lines, "---", body]))
    assert isinstance(item, Record), item
    return item


def toml(folder, *lines, body="Text.", name="2020-02-03-a-day.md") -> Record:
    item = read(folder, name, "\n".join(["+++", *lines, "+++", body]))
    assert isinstance(item, Record), item
    return item


def notes(record):
    return [note.text for note in record.notes]


def test_it_reads_jekylls_habits(tmp_path):
    record = yaml(
        tmp_path,
        "layout: post",
        'title:  "Rain: a report"',
        "date: 2014-10-30 12:05:00 +0200",
        "last_modified_at: 2015-01-02",
        "categories: weather notes",
        "tags: rain wind",
        "author: Ada Lovelace <ada@example.com>",
        "redirect_from: [/2014/10/30/Old-Rain.html, /rain/]",
        "permalink: /:year/:title/",
        body="\nIt rained.\n",
        name="_posts/2014-10-29-rain-report.md",
    )
    assert record.source == "markdown:_posts/2014-10-29-rain-report.md"
    assert record.title == "Rain: a report"
    assert record.slug == "rain-report"
    assert record.content == "It rained."
    assert record.published_at == datetime(2014, 10, 30, 10, 5, tzinfo=UTC)
    assert record.updated_at == datetime(2015, 1, 2, tzinfo=UTC)
    assert record.status == "published"
    assert record.category == ("weather",)
    assert record.tags == ("rain", "wind", "notes")
    assert record.author == Byline("Ada Lovelace", email="ada@example.com")
    assert record.former_slugs == ("Old-Rain", "rain")
    assert record.ignored == ("layout",)
    assert notes(record) == ["a post has one category; came as tags: notes"]
    assert record.notes[0].place.line == 6


def test_it_reads_hugos_habits(tmp_path):
    record = yaml(
        tmp_path,
        "title: Rain",
        "slug: the-rain",
        "date: 2014-10-30T12:05:00-07:00",
        "lastmod: 2014-11-01T00:00:00Z",
        "draft: false",
        "summary: What fell.",
        "description: For search engines.",
        "categories: [Weather/Rain]",
        "tags: [heavy rain, 'C, C++']",
        "authors: [Ada Lovelace]",
        "aliases: [/posts/wet/, 'https://example.com/a/%C3%A4lter/?x=1#y']",
        "canonicalURL: https://example.com/rain",
        "params: {featured: true, cover: a.png}",
        name="posts/rain/index.md",
    )
    assert record.slug == "the-rain"
    assert record.published_at == datetime(2014, 10, 30, 19, 5, tzinfo=UTC)
    assert record.updated_at == datetime(2014, 11, 1, tzinfo=UTC)
    assert record.excerpt == "What fell."
    assert record.seo_description == "For search engines."
    assert record.seo_canonical_url == "https://example.com/rain"
    assert record.category == ("Weather", "Rain")
    assert record.tags == ("heavy rain", "C, C++")
    assert record.author == Byline("Ada Lovelace")
    assert record.former_slugs == ("wet", "älter")
    assert record.featured
    assert record.ignored == ("cover",)


def test_it_reads_zolas_habits(tmp_path):
    record = toml(
        tmp_path,
        'title = "Rain"',
        "date = 2014-10-30",
        "updated = 2014-11-01T10:00:00+02:00",
        'authors = ["Ada Lovelace <https://example.com/ada>"]',
        'path = "weather/the-rain"',
        'aliases = ["wet/index.html"]',
        "[taxonomies]",
        'tags = ["rain"]',
        'categories = ["Weather"]',
        "[extra]",
        "featured = true",
        'colour = "grey"',
    )
    assert record.slug == "the-rain"
    assert record.published_at == datetime(2014, 10, 30, tzinfo=UTC)
    assert record.updated_at == datetime(2014, 11, 1, 8, tzinfo=UTC)
    assert record.author == Byline("Ada Lovelace", website="https://example.com/ada")
    assert record.tags == ("rain",)
    assert record.category == ("Weather",)
    assert record.former_slugs == ("wet",)
    assert record.featured
    assert record.ignored == ("colour",)


def test_a_key_of_the_file_wins_over_one_of_a_nested_table(tmp_path):
    assert toml(tmp_path, 'title = "Outer"', "[extra]", 'title = "Inner"').title == "Outer"


@pytest.mark.parametrize(
    ("path", "day", "slug"),
    [
        ("2014-10-30-Stability.md", (2014, 10, 30), "Stability"),
        ("2014-1-5_small_numbers.md", (2014, 1, 5), "small_numbers"),
        ("2014/10/30/stability.md", (2014, 10, 30), "stability"),
        ("posts/2014/10/30-stability.md", (2014, 10, 30), "stability"),
        ("2014/2014-10-30-stability.markdown", (2014, 10, 30), "stability"),
        ("2014-10-30-stability/index.md", (2014, 10, 30), "stability"),
        ("2014-10-30.md", (2014, 10, 30), "2014-10-30"),
        ("2014-13-45-stability.md", None, "2014-13-45-stability"),
        ("0000-01-01-stability.md", None, "0000-01-01-stability"),
        ("version-12014-10-30.md", None, "version-12014-10-30"),
        ("stability.md", None, "stability"),
    ],
)
def test_the_path_may_hold_the_date(tmp_path, path, day, slug):
    record = read(tmp_path, path, "---\ntitle: Stability\n---\nText.")
    assert record.published_at == (day and datetime(*day, tzinfo=UTC))
    assert record.slug == slug


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2014-10-30", datetime(2014, 10, 30)),
        ("2014/1/5", datetime(2014, 1, 5)),
        ("2014-10-30 9:05", datetime(2014, 10, 30, 9, 5)),
        ("2014-10-30T09:05:07.123456", datetime(2014, 10, 30, 9, 5, 7)),
        ("2014-10-30 09:05 UTC", datetime(2014, 10, 30, 9, 5)),
        ("2014-10-30 09:05 +0530", datetime(2014, 10, 30, 3, 35)),
        ('"2014-10-30T09:05:00-07:00"', datetime(2014, 10, 30, 16, 5)),
        ("!!timestamp 2014-10-30", datetime(2014, 10, 30)),
    ],
)
def test_a_date_is_read_in_many_forms(tmp_path, written, moment):
    assert yaml(tmp_path, f"date: {written}").published_at == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["soon", "2014-13-45", "0001-01-01", "9999-12-31", "2014-10-30 25:00", "[2014]", "{}",
     "2014-10-30 09:05 +9900", "٢٠١٤-10-30"],
)  # fmt: skip
def test_a_date_that_is_none_is_noted_and_the_file_name_serves(tmp_path, written):
    record = yaml(tmp_path, "title: A", f"date: {written}")
    assert record.published_at == datetime(2020, 2, 3, tzinfo=UTC)
    assert len(record.notes) == 1
    assert record.notes[0].text.startswith("date ")
    assert record.notes[0].place.line == 3


@pytest.mark.parametrize(
    "written", ["2024", "1.10", "Yes", "2014-10-30", "0x1F", "1e3", "12:30:45"]
)
def test_a_title_stays_what_was_written(tmp_path, written):
    assert yaml(tmp_path, f"title: {written}").title == written


@pytest.mark.parametrize("written", ["", "~", "null", "''", "[a, b]", "{a: b}", r'"\u202e\0"'])
def test_without_a_title_the_first_heading_serves(tmp_path, written):
    body = "```sh\n# no heading\n```\n\nA *better*\n==========\n\nText."
    record = yaml(tmp_path, f"title: {written}", body=body)
    assert record.title == "A better"
    assert record.content == body


def test_a_heading_that_opens_the_text_is_not_shown_twice(tmp_path):
    record = yaml(tmp_path, body="\n# The `real` title #\n\nText.\n\n# Another")
    assert record.title == "The `real` title".replace("`", "")
    assert record.content == "Text.\n\n# Another"


def test_a_quoted_heading_is_no_title(tmp_path):
    record = yaml(tmp_path, body="> # Quoted\n\n# Real\n\nText.")
    assert record.title == "Real"


def test_a_heading_too_long_for_a_title_is_not_lost(tmp_path):
    body = f"# {'word ' * 50}end"
    record = yaml(tmp_path, body=body)
    assert len(record.title) > 200
    assert record.content == body


def test_without_a_heading_the_file_name_serves(tmp_path):
    assert yaml(tmp_path, name="2020-02-03-my_first-post.md").title == "My first post"


def test_a_title_is_composed(tmp_path):
    assert yaml(tmp_path, "title: Zoe\u0308").title == "Zoë"


def test_a_title_holds_no_control_signs(tmp_path):
    record = yaml(tmp_path, r'title: "a\u202Eb\u2066\tc\x1b\0\uD800 d"')
    assert record.title == "ab c d"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([], "published"),
        (["draft: true"], "draft"),
        (["draft: yes"], "draft"),
        (["draft: false"], "published"),
        (["published: false"], "draft"),
        (["published: true"], "published"),
        (["status: draft"], "draft"),
        (["status: Publish"], "published"),
        (["status: private"], "draft"),
        (["status: published", "draft: true"], "draft"),
    ],
)
def test_a_post_is_published_unless_it_is_marked(tmp_path, lines, status):
    record = yaml(tmp_path, "title: A", *lines)
    assert (record.status, notes(record)) == (status, [])


def test_a_note_finds_its_line_whatever_the_case_of_the_key(tmp_path):
    record = toml(tmp_path, 'title = "A"', 'PublishDate = "soon"')
    assert str(record.notes[0].place) == "2020-02-03-a-day.md:3"


def test_published_may_be_a_date(tmp_path):
    record = yaml(tmp_path, "published: 2001-02-03")
    assert record.published_at == datetime(2001, 2, 3, tzinfo=UTC)


def test_an_unknown_status_is_a_draft(tmp_path):
    record = yaml(tmp_path, "title: A", "status: simmering")
    assert record.status == "draft"
    assert notes(record) == ["status 'simmering' is unknown: it is a draft"]
    assert record.notes[0].place.line == 3


def test_a_post_without_a_date_is_a_draft(tmp_path):
    record = yaml(tmp_path, "title: A", name="about.md")
    assert record.status == "draft"
    assert notes(record) == ["it has no date: it is a draft"]


def test_jekylls_folder_of_drafts_holds_drafts(tmp_path):
    record = yaml(tmp_path, "title: A", name="_drafts/2020-02-03-a.md")
    assert (record.status, notes(record)) == ("draft", [])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ada Lovelace", Byline("Ada Lovelace")),
        ("Ada <ada@example.com>", Byline("Ada", email="ada@example.com")),
        ("Ada <mailto:ada@example.com>", Byline("Ada", email="ada@example.com")),
        ("<ada@example.com>", Byline("ada", email="ada@example.com")),
        ("Ada <https://example.com/>", Byline("Ada", website="https://example.com/")),
        ("Ada <unknown>", Byline("Ada <unknown>")),
        ("Ada and Grace", Byline("Ada and Grace")),
        ("{name: Ada, email: ada@example.com, url: 'https://example.com'}",
         Byline("Ada", "ada@example.com", "https://example.com")),
        ("{email: ada@example.com}", Byline("ada", "ada@example.com")),
        ("{}", None),
        ("[]", None),
        ("", None),
    ],
)  # fmt: skip
def test_an_author_is_a_name_with_or_without_an_address(tmp_path, written, expected):
    assert yaml(tmp_path, f"author: {written}").author == expected


def test_of_several_authors_the_first_counts_and_the_others_are_named(tmp_path):
    record = yaml(tmp_path, "title: A", "authors:", "  - Ada", "  - {name: Grace}", "  - Ada")
    assert record.author == Byline("Ada")
    assert notes(record) == ["a post has one author; left out: Grace"]
    assert record.notes[0].place.line == 3


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        (["tags: one two one"], ("one", "two")),
        (["tags: one thing, Two, two"], ("one thing", "Two")),
        (["tags: [one thing, 2024, yes, null]"], ("one thing", "2024", "yes")),
        (["tag: one thing"], ("one thing",)),
        (["tags: []"], ()),
        (["tags: {a: b}"], ()),
        (["tags: [[a], {b: c}, d]"], ("d",)),
    ],
)
def test_tags_are_a_list_or_a_string(tmp_path, lines, tags):
    assert yaml(tmp_path, *lines).tags == tags


@pytest.mark.parametrize(
    ("lines", "category"),
    [
        (["category: Weather"], ("Weather",)),
        (["category: Bad weather"], ("Bad weather",)),
        (["category: weather/rain//heavy/"], ("weather", "rain", "heavy")),
        (["categories: [weather/rain]"], ("weather", "rain")),
        (["categories: weather/rain"], ("weather", "rain")),
        (["category: /"], ()),
    ],
)
def test_a_category_may_be_a_path(tmp_path, lines, category):
    assert yaml(tmp_path, *lines).category == category


def test_a_description_serves_as_excerpt(tmp_path):
    record = yaml(tmp_path, "description: >", "  Two", "  lines.")
    assert (record.excerpt, record.seo_description) == ("Two lines.", "")


def test_the_text_above_the_more_mark_serves_as_excerpt(tmp_path):
    record = yaml(tmp_path, body="A *short* lead.\n\n<!--more-->\n\nThe rest.")
    assert record.excerpt == "A short lead."
    assert "The rest." in record.content


def test_an_excerpt_that_is_given_wins_over_the_more_mark(tmp_path):
    record = yaml(tmp_path, "excerpt: Given.", body="A lead.\n\n<!--more-->\n\nThe rest.")
    assert record.excerpt == "Given."


def test_a_lead_that_cannot_be_rendered_is_left_to_the_loader(tmp_path):
    record = yaml(tmp_path, body="> " * 3000 + "\n\n<!--more-->\n\nThe rest.")
    assert record.excerpt == ""


def test_the_same_category_twice_is_one(tmp_path):
    record = yaml(tmp_path, "category: a", "categories: [a, b]")
    assert (record.category, record.tags) == (("a",), ("b",))


def test_the_format_may_be_html(tmp_path):
    assert yaml(tmp_path, "content_format: HTML").content_format == "html"
    unknown = yaml(tmp_path, "content_format: rtf")
    assert unknown.content_format == "markdown"
    assert notes(unknown) == ["content_format 'rtf' is unknown: it is read as Markdown"]


def test_an_empty_line_before_the_front_matter_is_forgiven(tmp_path):
    record = read(tmp_path, "2020-02-03-a.md", "\n \n---\ntitle: A\n---\n\nText.\n")
    assert (record.title, record.content) == ("A", "Text.")
    assert notes(record) == ["an empty line stands before the front matter"]
    assert record.place.line == 6


def test_a_missing_opening_is_forgiven(tmp_path):
    text = "layout: post\ntitle: A\nauthor:\n  - Ada\n---\n\nText.\n"
    record = read(tmp_path, "2020-02-03-a.md", text)
    assert (record.title, record.author, record.content) == ("A", Byline("Ada"), "Text.")
    assert notes(record) == ["the front matter has no opening ---"]


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is a heading\n---\n\nText.",
        "Just text.\n\n---\n\nMore.",
        "a: [\ntitle: b\n---\nc",
    ],
)
def test_text_above_a_rule_is_not_taken_for_front_matter(tmp_path, text):
    record = read(tmp_path, "2020-02-03-a.md", text)
    assert text.endswith(record.content)
    assert record.ignored == ()
    assert notes(record) == []


def test_yaml_may_end_with_dots_and_be_empty(tmp_path):
    assert read(tmp_path, "2020-02-03-a.md", "---\n...\nText.").content == "Text."
    assert read(tmp_path, "2020-02-03-a.md", "---\n---").content == ""


def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path):
    text = b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nOne.\r\n\r\n---\r\nTwo.\r\n"
    record = read(tmp_path, "2020-02-03-a.md", text)
    assert (record.title, record.content) == ("A", "One.\n\n---\nTwo.")


BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "it is empty"),
        (" \n\n", 1, "it is empty"),
        (b"---\ntitle: A\n---\nA\0B", 4, "it holds a NUL byte"),
        ("---\ntitle: Ä\n---\nText.".encode("latin-1"), 2, "it is not UTF-8"),
        ("---\ntitle: A\n---\nText.".encode("utf-16"), 1, "it holds a NUL byte"),
        (b"x" * 2_000_001, 1, "it is over 2 MB"),
        ("---\ntitle: A\n\nText.", 1, "the front matter that begins with --- has no end"),
        ("\n+++\ntitle = 'A'\n", 2, "the front matter that begins with +++ has no end"),
        ("---\ntitle: A\nx: a: b\n---\n", 3, "bad YAML: mapping values are not allowed here"),
        ("---\n- a\n---\n", 2, "the front matter is not a list of keys and values"),
        ("---\nTwo rules.\n---\n", 2, "the front matter is not a list of keys and values"),
        ("---\ntitle: A\nx: !!python/object/apply:os.getcwd []\n---\n", 3, "bad YAML: could not"),
        ("---\nx: !!binary a\n---\n", 2, "bad YAML: could not determine a constructor"),
        ("---\n? [a]\n: b\n---\n", 2, "bad YAML: found unhashable key"),
        ("---\nx: *nothing\n---\n", 2, "bad YAML: found undefined alias 'nothing'"),
        (f"---\n{BOMB}\n---\n", 5, "bad YAML: more than 20 aliases"),
        (f"---\nx: {'[' * 3000}\n---\n", 2, "bad YAML: more than 20 levels"),
        (f"---\nx: {'x' * 32_000}\n---\n", 2, "the front matter is over 32,000 characters"),
        ("+++\ntitle = 'A'\nx = \n+++\n", 3, "bad TOML: Invalid value"),
        ("+++\nx = 1\nx = 2\n+++\n", 3, "bad TOML: Cannot overwrite a value"),
        (f"+++\nx = {'[' * 3000}\n+++\n", 2, "bad TOML: "),
        (f"+++\ntitle = 'A'\n{'a.' * 15_000}a = 1\n+++\n", 3, "bad TOML: more than 20 levels"),
        ("+++\n['a' . " + '"b" . ' * 4_000 + "a]\n+++\n", 2, "bad TOML: more than 20 levels"),
    ],
)
def test_a_faulty_file_is_named_with_line_and_reason(tmp_path, text, line, why):
    item = read(tmp_path, "2020-02-03-a.md", text)
    assert isinstance(item, Fault), item
    assert (item.place.path, item.place.line) == ("2020-02-03-a.md", line)
    assert item.why.startswith(why)
    assert "\n" not in item.why


def test_a_value_of_an_explicit_type_is_text_too(tmp_path):
    assert yaml(tmp_path, "title: !!int", "tags: [!!bool maybe, !!str no]").tags == ("maybe", "no")


def test_a_merge_key_merges_nothing(tmp_path):
    record = yaml(tmp_path, "base: &base {title: From below}", "<<: *base")
    assert record.title == "A day"
    assert record.ignored == ("<<", "base")


def test_an_empty_key_is_as_good_as_none(tmp_path):
    record = yaml(tmp_path, "date:", "publishDate: 2001-02-03", "excerpt: ''", "summary: Short.")
    assert record.published_at == datetime(2001, 2, 3, tzinfo=UTC)
    assert record.excerpt == "Short."


def test_an_alias_that_is_no_address_is_left_out(tmp_path):
    assert yaml(tmp_path, "aliases: ['http://[', /, /:year/:title/, /a/]").former_slugs == ("a",)


def test_a_few_aliases_are_no_bomb(tmp_path):
    assert yaml(tmp_path, "tags: &t [one]", "categories: *t").category == ("one",)


def test_a_file_may_be_as_large_as_the_limit(tmp_path):
    assert isinstance(read(tmp_path, "2020-02-03-a.md", b"x" * 2_000_000), Record)


def test_only_posts_are_taken_for_posts(tmp_path):
    for name in (".hidden.md", ".git/a.md", "blog.yml", "_index.md", "plain", "a.MD", "b.markdown"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.")
    for name in ("minutes", "rust-1.0"):
        (tmp_path / name).write_text("\ufeff---\ntitle: Minutes\n---\nText.")
    items = list(MarkdownReader(tmp_path))
    assert [item.place.path for item in items if isinstance(item, Record)] == [
        "a.MD", "b.markdown", "minutes", "rust-1.0",
    ]  # fmt: skip
    assert [item.path for item in items if isinstance(item, NotAPost)] == [
        "_index.md", "blog.yml", "plain",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_listed_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("Text.")
    monkeypatch.chdir(tmp_path)
    for _ in range(20):  # deeper than the longest path that the system takes
        os.mkdir("x" * 250)
        os.chdir("x" * 250)
    record, fault = sorted(MarkdownReader(tmp_path), key=lambda item: item.place)
    assert record.source == "markdown:a.md"
    assert fault.why == "cannot be listed: File name too long"


def test_the_report_shows_a_file_name_on_one_line(tmp_path):
    record = read(tmp_path, "a\n\x1bb.md", "Text.")
    assert record.place.path == r"a\x0a\x1bb.md"
    assert record.source == "markdown:a\n\x1bb.md"


def test_links_and_pipes_are_passed_over(tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text("A secret.")
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "link.md").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.md")
    assert list(MarkdownReader(folder)) == [
        NotAPost("link.md", "a link to another file"),
        NotAPost("pipe.md", "not a post"),
    ]


def test_a_file_name_that_is_not_utf8_is_a_fault(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("Text.")
    (fault,) = MarkdownReader(tmp_path)
    assert str(fault.place) == r"caf\xe9.md:1"
    assert fault.why == "the file's name is not UTF-8"


def test_a_file_that_vanishes_is_a_fault(tmp_path):
    (tmp_path / "a.md").write_text("Text.")
    reader = MarkdownReader(tmp_path)
    (tmp_path / "a.md").unlink()
    (fault,) = reader
    assert fault.why == "cannot be read: No such file or directory"


def test_one_file_can_be_read_alone(tmp_path):
    (tmp_path / "a.md").write_text("Text.")
    (tmp_path / "b.md").write_text("Text.")
    reader = MarkdownReader(tmp_path / "b.md")
    assert len(reader) == 1
    assert [item.source for item in reader] == ["markdown:b.md"]


def test_files_come_in_order_of_their_path(tmp_path):
    for name in ("b.md", "a/z.md", "a.md", "Ä.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.")
    assert [item.place.path for item in MarkdownReader(tmp_path)] == [
        "a.md", "a/z.md", "b.md", "Ä.md",
    ]  # fmt: skip
