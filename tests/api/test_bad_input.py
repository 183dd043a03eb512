"""Whatever stands in a query or a path, no read answers 5xx, and every mistake is named."""

from collections.abc import Iterable
from urllib.parse import quote

import pytest

from tests.factories import make_category, make_comment, make_post

NASTY = [
    *("", " ", "\0", "%00", "\x1b[31m", "'", '"', "';--", "' OR 1=1 --", "\\", "%", "_", "*", "("),
    *("-1", "0", "1.5", "1e3", "1e400", "NaN", "inf", "٥", "1_0", "9" * 25, "0x10", "true", "null"),
    *("2024-02-30", "0000-01-01", "9999-12-31", "10000-01-01", "2024-01-01T25:00:00Z", "now"),
    *("a" * 600, "é" * 300, "中" * 200, "\u202egnp.exe", "\ufeff", "👩‍👩‍👧", "ǅ", "ſ", "\u0130"),
    *("[]", "{}", '{"a":1}', "a,b,,c", "-", "--title", "author__password", "../../etc/passwd"),
    *("<script>", "${7*7}", "{{7*7}}", "http://evil.example.com/", "AND OR NOT", '"unclosed'),
]
PARAMETERS = [
    *("q", "category", "tag", "tag_all", "tag_not", "author", "year", "month", "published_after"),
    *("published_before", "updated_after", "status", "featured", "id", "ordering", "page"),
    *("page_size", "format", "unknown"),
]
PATHS = [
    *("/api/v1/posts/{}/", "/api/v1/posts/{}/comments/", "/api/v1/posts/{}/related/"),
    *("/api/v1/comments/{}/", "/api/v1/categories/{}/", "/api/v1/tags/{}/", "/api/v1/authors/{}/"),
    *("/blog/posts/{}/", "/blog/category/{}/", "/blog/tag/{}/", "/blog/author/{}/"),
    *("/blog/archive/{}/", "/blog/archive/2024/{}/", "/blog/user/{}/", "/{}"),
]
OF_COMMENTS = ["post", "author", "status", "created_after"]
# Bytes that are no text: what `quote` cannot write.
BROKEN = ["%ff", "%c0%af", "%ed%a0%80", "%f5%80%80%80", "%", "%zz", "%u0041"]
VALUES = [quote(value, safe="") for value in NASTY] + BROKEN
# Every value everywhere takes long: tests/deep/test_bad_input.py. Here each has its turn at some of
# the places, and each place with some of the values.
TURNS = 4


def some(number: int) -> list[str]:
    """Return the values whose turn it is at the place of this number."""
    return VALUES[number % TURNS :: TURNS]


@pytest.fixture(scope="module", autouse=True)
def blog(once):
    once(make_blog)


def make_blog() -> None:
    make_comment(make_post("Hello", category=make_category("here"), tags=("django",)))


def answered(api, address: str) -> int:
    response = api.get(address)
    b"".join(response) if response.streaming else response.content
    return response.status_code


def test_no_value_of_any_parameter_breaks_a_list(api):
    lists_stand(api, VALUES, some(0))


def lists_stand(api, values: Iterable[str], on_page: Iterable[str]) -> None:
    """The API refuses what is wrong of it, all at once; the page runs with what is left."""
    for value in values:
        query = "&".join(f"{parameter}={value}" for parameter in PARAMETERS)
        assert answered(api, f"/api/v1/posts/?{query}") in {400, 404}, value
    for value in on_page:
        query = "&".join(
            f"{parameter}={value}" for parameter in PARAMETERS if parameter != "format"
        )
        assert answered(api, f"/blog/?{query}") in {200, 400, 404}, value


@pytest.mark.parametrize("number", range(len(OF_COMMENTS)))
def test_no_value_of_a_parameter_breaks_the_comments(api, number):
    comments_stand(api, OF_COMMENTS[number], some(number))


def comments_stand(api, parameter: str, values: Iterable[str]) -> None:
    for value in values:
        address = f"/api/v1/comments/?{parameter}={value}"
        assert answered(api, address) in {200, 400, 404}, address


@pytest.mark.parametrize("number", range(len(PATHS)))
def test_no_path_breaks_a_resource(api, number):
    path_stands(api, PATHS[number], some(number))


def path_stands(api, path: str, values: Iterable[str]) -> None:
    for value in values:
        address = path.format(value)
        assert answered(api, address) in {200, 302, 400, 404}, address


def test_no_name_of_a_parameter_breaks_a_list(api):
    names_stand(api, VALUES, some(1))


def names_stand(api, names: Iterable[str], on_page: Iterable[str]) -> None:
    for name in filter(None, names):
        assert answered(api, f"/api/v1/posts/?{name}=1") == 400, name
    for name in filter(None, on_page):
        assert answered(api, f"/blog/?{name}=1") in {200, 400}, name


@pytest.mark.parametrize(
    "accept", ["\x00", "a" * 10_000, "text/html," * 5_000, "text/html;q=" + "9" * 500, "*/*;" * 999]
)
def test_no_accept_header_breaks_a_resource(api, accept):
    assert api.get("/api/v1/posts/", accept).status_code in {200, 406}


def test_ids_in_a_path_are_plain_numbers(api):
    """WordPress 2017: `123abc` was one id to the check and another one to the query."""
    pk = api.json("posts/hello/")["id"]
    for text in (f"{pk}abc", f"0{pk}", f"+{pk}", f"{pk}.0", f" {pk}"):
        api.json(f"posts/{quote(text)}/", 404)
    assert api.json(f"posts/{pk}/", 400, id=99)["errors"][0]["parameter"] == "id"
