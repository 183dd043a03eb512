"""The schema is committed, sound and complete; test_schema_holds.py compares it with answers."""

import feedparser
import pytest
from django.core.management import call_command
from openapi_spec_validator import validate

from tests.api.openapi import (
    OPERATIONS,
    PARAMETERS,
    REAL,
    SCHEMA,
    SHAPES,
    TEXT,
    resolved,
    validator,
)


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
    assert set(OPERATIONS) == set(REAL)


def test_each_operation_is_described(operation):
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= {tag["name"] for tag in SCHEMA["tags"]}
    assert {} in operation["security"], "reading needs no account"


def test_each_operation_names_its_problems(operation):
    assert {"200", "304", "400", "404", "406", "500", "503"} <= set(operation["responses"])
    assert ("308" in operation["responses"]) == ("{ref}" in operation["path"])


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
        optional = {"pointer", "parameter"} if name == "Mistake" else set()
        assert set(shape.get("properties", {})) - set(shape.get("required", [])) == optional, name


def test_null_and_ids_are_written_for_openapi_3_1():
    assert "nullable" not in TEXT
    assert SHAPES["Post"]["properties"]["published_at"]["type"] == ["string", "null"]
    for shape in SHAPES.values():
        if "id" in shape.get("properties", {}) and shape is not SHAPES["TocEntry"]:
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
