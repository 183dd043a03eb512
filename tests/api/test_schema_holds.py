"""What the schema says is what the API does: answers, representations, headers, parameters."""

import pytest

from blog.models import FormerSlug, Person, Post
from blog.services.posts import save_post
from blog.services.tokens import create_token
from tests.api.openapi import READS, REAL, SCHEMA, validator
from tests.conftest import with_role
from tests.factories import make_category, make_comment, make_image, make_post


@pytest.fixture(params=READS)
def operation(request):
    return READS[request.param]


@pytest.fixture(scope="module", autouse=True)
def blog(once):
    return once(make_blog)


@pytest.fixture
def editor(blog, db):
    return Person.objects.get(username="editor")


@pytest.fixture
def api(as_person, editor):
    """Ask as somebody who may read everything."""
    return as_person(editor)


@pytest.fixture
def address(blog, db):
    """Return the real address of an operation."""
    return lambda name: REAL[name].format(**blog)


def make_blog() -> dict[str, int]:
    """Make one of everything; return the ids that stand in addresses."""
    editor = with_role("editor")
    here = make_category("here", make_category("top"))
    for title in ("Before", "Hello", "After"):
        post = make_post(title, category=here, tags=("django",), content="## A\n\n## B")
    hello = Post.objects.get(slug="hello")
    hello.title = "Hello!"
    save_post(post=hello)
    return {
        "comment": make_comment(post, parent=make_comment(post)).pk,
        "media": make_image(editor, alt="A picture").pk,
        "token": create_token(person=editor, name="x", scope="read")[0].pk,
    }


def test_real_answers_fit(operation, address, api, as_person):
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    needs_account = {} not in operation["security"]
    for client in (api,) if needs_account else (api, as_person(None)):
        validator(schema).validate(client.json(address(operation["operationId"])))


@pytest.mark.parametrize("name", ["posts_list", "posts_retrieve", "posts_related_list"])
def test_answers_fit_with_all_that_can_be_included(name, address, api):
    schema = READS[name]["responses"]["200"]["content"]["application/json"]["schema"]
    validator(schema).validate(api.json(address(name), include="content,comments"))


def test_each_documented_representation_is_sent(operation, address, api):
    for media_type in operation["responses"]["200"]["content"]:
        response = api.get(address(operation["operationId"]), media_type)
        assert response.status_code == 200
        assert response["Content-Type"].split(";")[0] == media_type


def test_each_documented_header_is_sent(operation, address, api):
    response = api.get(address(operation["operationId"]))
    assert set(operation["responses"]["200"]["headers"]) <= set(response.headers)
    unchanged = api.client.get(
        "{PATH_INFO}?{QUERY_STRING}".format_map(response.request),
        headers={"if-none-match": response["ETag"]},
    )
    assert unchanged.status_code == 304


def test_the_documented_parameters_are_those_that_are_taken(operation, address, api):
    described = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
    problem = api.json(address(operation["operationId"]), 400, zzzzzz="1")
    known = problem["errors"][0]["detail"].partition("Known: ")[2].rstrip(".").split(", ")
    # Where there is but one representation, `format` can be said and changes nothing.
    assert described | {"format"} == set(known)


def wrong_values(schema: dict):
    """Yield values just outside of the documented limits."""
    if "maxItems" in schema:
        yield ["1"] * (schema["maxItems"] + 1)
    schema = schema.get("items", schema)
    if "maxLength" in schema:
        yield "x" * (schema["maxLength"] + 1)
    if "minimum" in schema:
        yield from (schema["minimum"] - 1, schema["maximum"] + 1, "x", "1.5")
    if "enum" in schema or "anyOf" in schema or schema["type"] == "boolean":
        yield "nonsense"


def right_values(schema: dict):
    """Yield the documented values, or the outermost ones."""
    if "maxItems" in schema:
        yield ["1"] * schema["maxItems"]
    schema = schema.get("items", schema)
    yield from schema.get("enum", [])
    yield from (schema[limit] for limit in ("minimum", "maximum") if limit in schema)
    if "maxLength" in schema:
        yield "x" * schema["maxLength"]
    if "anyOf" in schema:
        yield from ("2026-11-22", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00.5+02:00")
    if schema.get("type") == "boolean":
        yield from ("true", "false")


def in_query(operation: dict):
    """Yield name and schema of the parameters, but for the representation's."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query" and parameter["name"] != "format":
            yield parameter["name"], parameter["schema"]


def test_the_limits_of_parameters_hold(operation, address, api):
    for name, schema in in_query(operation):
        for value in wrong_values(schema):
            problem = api.json(address(operation["operationId"]), 400, **{name: value})
            assert {error["parameter"] for error in problem["errors"]} == {name}, value


def test_each_value_within_the_limits_is_taken(operation, address, api):
    for name, schema in in_query(operation):
        for value in right_values(schema):
            path = address(operation["operationId"])
            response = api.get(path, **{"page_size": 1, name: value})
            # That a page is past the end, or a name nobody's, is another matter; and nobody can
            # make up a cursor, however long.
            named_nothing = b"There is no" in response.content or name == "cursor"
            assert response.status_code in {200, 404} or named_nothing, (name, value)


def test_each_documented_format_is_there(operation, address, api):
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "format":
            for value in parameter["schema"]["enum"]:
                path = address(operation["operationId"])
                assert api.get(path, format=value).status_code == 200, value


def test_real_problems_fit(api):
    shape = validator({"$ref": "#/components/schemas/Problem"})
    for path, status in [("posts/?page=x", 400), ("posts/nothing/", 404), ("nowhere/", 404)]:
        shape.validate(api.json(path, status))
    refused = api.get("posts/", "image/png")
    assert refused.status_code == 406
    shape.validate(refused.json())


def test_a_former_slug_is_answered_as_it_says(api):
    FormerSlug.objects.create(slug="once", post=make_post("Hello"))
    response = api.get("posts/once/")
    assert response.status_code == 308
    assert set(SCHEMA["components"]["responses"]["PermanentRedirect"]["headers"]) <= set(
        response.headers
    )
