"""Slugs: from any script, readable, and never what an address could take for something else."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from blog.slugs import (
    MAX_LENGTH,
    RESERVED,
    check_slug,
    check_unambiguous,
    hyphenated,
    slug_from,
    unique_slug,
)

WORDS_OF_ROUTES = """
    create edit delete like comments related revisions preview-links preview feed search suggest
    archive category tag author user posts page
"""


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("  What's   new — in 1.0?  ", "whats-new-in-1-0"),
        ("It’s “quoted”", "its-quoted"),
        ("C++ & C#", "c-c"),
        ("snake_case and __init__", "snake_case-and-init"),
        ("Ünïcode Straße", "ünïcode-straße"),
        ("İstanbul", "istanbul"),
        ("Привет, мир!", "привет-мир"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("你好,世界", "你好-世界"),
        ("春はあけぼの", "春はあけぼの"),
        ("한국어 제목", "한국어-제목"),
        ("مرحبا بالعالم", "مرحبا-بالعالم"),
        ("مَرْحَبًا", "مرحبا"),
        ("می‌خواهم", "می-خواهم"),
        ("שָׁלוֹם עולם", "שלום-עולם"),
        ("हिन्दी में", "हिन्दी-में"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("I ❤️ 🦀s", "i-s"),
        ("a\u202eb\u200bc\u00add", "abcd"),
        ("a\x00b\ud800c", "a-b-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
    ],
)
def test_a_slug_is_made_of_the_words_of_a_title(title, slug):
    assert slug_from(title) == slug


@pytest.mark.parametrize(
    "title", ["", "   ", "😀", "❤️🏳️‍🌈", "!?…", "---", "___", "\u0301", "\ud800"]
)
def test_a_title_without_letters_gives_the_fallback(title):
    assert slug_from(title) == "post"
    assert slug_from(title, fallback="tag") == "tag"


@pytest.mark.parametrize("title", ["2024", "007", "1️⃣", "٢٠٢٤", "१२", "²"])
def test_a_slug_is_never_all_digits(title):
    assert not slug_from(title).isdigit()
    assert slug_from(title).startswith("post-")


def test_digits_with_something_between_them_are_no_id():
    assert slug_from("2024/10/31") == "2024-10-31"


@pytest.mark.parametrize(
    "word",
    WORDS_OF_ROUTES.split(),
)
def test_a_slug_is_never_a_word_of_a_route(word):
    assert word in RESERVED
    assert slug_from(word) == f"post-{word}"
    assert slug_from(f" {word.replace('-', ' ').upper()}! ") == f"post-{word}"
    assert slug_from(f"{word} it") == f"{word}-it"


@pytest.mark.parametrize("title", ["É", "E\u0301", "é", "e\u0301"])
def test_a_slug_is_the_same_however_its_letters_are_composed(title):
    assert slug_from(title) == "é"
    assert unicodedata.is_normalized("NFC", slug_from(title))


@pytest.mark.parametrize("title", ["A", "字", "word ", "9", "é-", "ha हि", "x" * 150 + " ", "İ"])
def test_a_slug_is_never_too_long_and_making_it_again_changes_nothing(title):
    slug = slug_from(title * 300)
    assert len(slug) <= MAX_LENGTH
    assert not slug.endswith("-")
    assert slug_from(slug) == slug


def test_a_long_title_is_cut_after_a_whole_word():
    assert slug_from("wonderful " * 30) == "-".join(["wonderful"] * 20)


def test_a_slug_that_is_free_is_taken_as_it_is():
    assert unique_slug("rain", {"wind"}) == "rain"


def test_a_slug_that_is_taken_gets_the_first_free_number():
    assert unique_slug("rain", {"rain"}) == "rain-2"
    assert unique_slug("rain", {"rain", "rain-2", "rain-4"}) == "rain-3"


def test_a_number_shortens_a_long_slug_a_little():
    base = "x" * MAX_LENGTH
    taken = {base}
    for _ in range(20):
        slug = unique_slug(base, taken)
        assert slug not in taken
        assert len(slug) == MAX_LENGTH
        assert slug.startswith(base[:180])
        taken.add(slug)
    cut_at_hyphen = "x" * 197 + "-ab"
    assert unique_slug(cut_at_hyphen, {cut_at_hyphen}) == "x" * 197 + "-2"


@pytest.mark.parametrize("slug", ["hello-world", "привет", "हिन्दी", "日本語", "العربية", "c-2"])
def test_a_slug_of_any_script_passes_the_check(slug):
    check_slug(slug)


@pytest.mark.parametrize("slug", ["", "Hello", "a b", "-a", "a/b", "😀", "a" * 201])
def test_what_is_not_written_as_a_slug_is_refused_with_the_one_to_write(slug):
    with pytest.raises(ValidationError) as refused:
        check_slug(slug)
    assert hyphenated(slug) in refused.value.messages[0]


@pytest.mark.parametrize("slug", ["2024", "create", "feed"])
def test_a_post_cannot_be_named_like_an_id_or_a_route(slug):
    check_slug(slug)
    with pytest.raises(ValidationError, match=f"post-{slug}"):
        check_unambiguous(slug)
