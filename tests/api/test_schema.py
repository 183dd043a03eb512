"""The schema is committed, sound and complete; test_schema_holds.py compares it with answers."""

import feedparser
import pytest
from django.core.management import call_command
from openapi_spec_validator import validate

from tests.api.openapi import (
    OPERATIONS,
    PARAMETERS,
    READS,
    REAL,
    SCHEMA,
    SHAPES,
    TEXT,
    WRITES,
    resolved,
    validator,
)

WRITE_IDS = """
    auth_deactivate_create auth_login_create auth_logout_create auth_password_create
    auth_password_reset_create auth_password_reset_confirm_create auth_signup_create
    auth_tokens_create auth_tokens_destroy categories_create categories_update
    categories_partial_update categories_destroy comments_moderate comments_partial_update
    comments_destroy me_partial_update media_create media_partial_update media_destroy posts_create
    posts_update posts_partial_update posts_destroy posts_comments_create posts_like_create
    posts_like_update posts_like_destroy posts_revisions_restore_create tags_create tags_update
    tags_partial_update tags_destroy tags_merge_create
"""
UNLIMITED = {"auth_logout_create"}
# What is there in one case and not in another; the keys of a post, where `include` names them.
OPTIONAL = {
    "Facets": {"category", "tag", "author", "year"},
    "Mistake": {"pointer", "parameter"},
    "PaginatedPostSummaryList": {"facets"},
    "Post": {"comments"},
    "PostSummary": {"comments", "content", "content_format", "content_html", "highlight"},
}


@pytest.fixture(params=OPERATIONS)
def operation(request):
    return OPERATIONS[request.param]


def test_the_committed_schema_is_the_generated_one(tmp_path):
    call_command("spectacular", file=str(tmp_path / "schema.yml"), fail_on_warn=True)
    assert (tmp_path / "schema.yml").read_text() == TEXT


def test_it_is_sound_openapi_3_1():
    assert SCHEMA["openapi"].startswith("3.1")
    validate(SCHEMA)


def test_only_version_1_is_in_it_and_no_page():
    assert all(path.startswith("/api/v1/") for path in SCHEMA["paths"])
    assert "text/html" not in TEXT


def test_operation_ids_are_stable():
    assert set(READS) == set(REAL)
    assert set(WRITES) == set(WRITE_IDS.split())


def test_each_operation_is_described(operation):
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= {tag["name"] for tag in SCHEMA["tags"]}
    assert {"bearer": []} in operation["security"]
    if operation["method"] == "get":
        assert ({} in operation["security"]) != ("403" in operation["responses"])


def test_each_operation_names_its_problems(operation):
    is_read, answers = operation["method"] == "get", set(operation["responses"])
    assert {"400", "401", "404", "406", "500", "503"} <= answers
    assert is_read or "403" in answers
    assert answers & {"200", "201", "204"}
    assert ({"200", "304"} <= answers) == is_read
    assert ("308" in answers) == ("{ref}" in operation["path"])
    assert ({"413", "415"} <= answers) == ("requestBody" in operation)
    headers = {p["name"] for p in operation.get("parameters", []) if p["in"] == "header"}
    assert ("412" in answers) == ("If-Match" in headers)
    assert ("422" in answers) == ("Idempotency-Key" in headers)
    assert ("429" in answers) == (not is_read and operation["operationId"] not in UNLIMITED)


def test_each_answer_has_an_example_that_fits(operation):
    for answer in map(resolved, operation["responses"].values()):
        for content in answer.get("content", {}).values():
            named = content.get("examples", {}).values()
            examples = [content["example"]] if "example" in content else [e["value"] for e in named]
            assert examples
            for example in examples:
                validator(content["schema"]).validate(example)


@pytest.mark.parametrize("media_type", ["application/rss+xml", "application/atom+xml"])
def test_the_examples_of_feeds_are_feeds(media_type):
    content = OPERATIONS["posts_list"]["responses"]["200"]["content"][media_type]
    feed = feedparser.parse(content["example"])
    assert (feed.bozo, feed.entries[0].title) == (False, "Welcome to Broadsheet")


def test_each_property_is_always_there():
    for name, shape in SHAPES.items():
        if name.endswith("Request"):
            continue
        optional = set(shape.get("properties", {})) - set(shape.get("required", []))
        assert optional == OPTIONAL.get(name, set()), name


def test_null_and_ids_are_written_for_openapi_3_1():
    assert "nullable" not in TEXT
    assert SHAPES["Post"]["properties"]["published_at"]["type"] == ["string", "null"]
    for name, shape in SHAPES.items():
        if "id" in shape.get("properties", {}) and name != "TocEntry":
            assert shape["properties"]["id"]["format"] == "int64"


def test_nothing_of_an_answer_is_called_read_only():
    assert "readOnly" not in TEXT, "generated types could not be changed by their owner"


def test_a_slug_may_be_in_any_script():
    for shape in SHAPES.values():
        assert "pattern" not in shape.get("properties", {}).get("slug", {})


def test_replies_are_comments_again():
    replies = SHAPES["Comment"]["properties"]["replies"]
    assert replies["items"] == {"$ref": "#/components/schemas/Comment"}


def test_each_parameter_is_described_and_limited():
    for operation, parameter in PARAMETERS:
        schema = parameter["schema"].get("items", parameter["schema"])
        limits = {"enum", "anyOf", "maxLength", "maximum"} & set(schema)
        assert limits or schema["type"] == "boolean", (operation, parameter["name"])
        assert parameter["description"], (operation, parameter["name"])
