"""The committed schema, as the tests read it."""

from pathlib import Path

import yaml
from jsonschema import Draft202012Validator, FormatChecker

TEXT = (Path(__file__).parents[2] / "schema.yml").read_text()
# In C where there is C: every worker of pytest reads it.
SCHEMA = yaml.load(TEXT, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
SHAPES = SCHEMA["components"]["schemas"]
CLOSED = {
    name: {**shape, "additionalProperties": False} if "properties" in shape else shape
    for name, shape in SHAPES.items()
}
# operation id → an address that exists where it is tried, in test_schema_holds.py
REAL = {
    "posts_list": "posts/",
    "posts_retrieve": "posts/hello/",
    "posts_related_list": "posts/hello/related/",
    "posts_comments_list": "posts/hello/comments/",
    "comments_list": "comments/",
    "comments_retrieve": "comments/{comment}/",
    "categories_list": "categories/",
    "categories_retrieve": "categories/here/",
    "tags_list": "tags/",
    "tags_retrieve": "tags/django/",
    "authors_list": "authors/",
    "authors_retrieve": "authors/writer/",
    "suggest_retrieve": "suggest/?q=hello",
    "changes_retrieve": "changes/",
    "archive_list": "archive/",
    "statistics_retrieve": "statistics/",
    "me_retrieve": "me/",
    "posts_revisions_list": "posts/hello/revisions/",
    "posts_revisions_retrieve": "posts/hello/revisions/1/",
    "media_list": "media/",
    "media_retrieve": "media/{media}/",
    "auth_tokens_list": "auth/tokens/",
    "auth_tokens_retrieve": "auth/tokens/{token}/",
    "auth_csrf_retrieve": "auth/csrf/",
    "root_retrieve": "",
}
OPERATIONS = {
    operation["operationId"]: {"path": path, "method": method, **operation}
    for path, operations in SCHEMA["paths"].items()
    for method, operation in operations.items()
}
READS = {name: one for name, one in OPERATIONS.items() if one["method"] == "get"}
WRITES = {name: one for name, one in OPERATIONS.items() if one["method"] != "get"}
PARAMETERS = [
    (name, parameter)
    for name, operation in OPERATIONS.items()
    for parameter in operation.get("parameters", [])
]


def resolved(answer: dict) -> dict:
    """Return the answer that a reference stands for."""
    if "$ref" in answer:
        return SCHEMA["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return answer


def validator(schema: dict) -> Draft202012Validator:
    """Return a validator that lets no property pass which the schema does not name."""
    whole = {**schema, "components": {"schemas": CLOSED}}
    return Draft202012Validator(whole, format_checker=FormatChecker(["date-time", "date"]))
