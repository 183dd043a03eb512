"""What is done to the whole schema, before and after the operations are described."""

from collections.abc import Iterator
from typing import Any

from api.schema.examples import example_of
from api.schema.shared import components, ref


def only_version_1(endpoints: list, **kwargs: Any) -> list:
    """Leave out `/blog/`, which mounts the same viewsets, and the unversioned entry."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def finish(result: dict, generator: Any, **kwargs: Any) -> dict:
    """Add the shared components and an example to each answer, and drop what says nothing."""
    result["components"] |= components()
    schemas = result["components"]["schemas"]
    drop_read_only(schemas)
    schemas["PaginatedPostSummaryList"]["properties"]["facets"] = ref("schemas", "Facets")
    for content in bodies(result):
        if not content.keys() & {"example", "examples"}:
            content["example"] = example_of(content["schema"], schemas)
    return result


def bodies(result: dict) -> Iterator[dict]:
    """Yield each representation of each operation's request and own answers."""
    for operations in result["paths"].values():
        for operation in operations.values():
            yield from operation.get("requestBody", {}).get("content", {}).values()
            for response in operation["responses"].values():
                yield from response.get("content", {}).values()


def drop_read_only(schemas: dict) -> None:
    """Take `readOnly` from the schemas of answers.

    Requests have schemas of their own (COMPONENT_SPLIT_REQUEST), so that here it would say only
    that an answer is an answer, and make generated types read-only.
    """
    for name, schema in schemas.items():
        if name.endswith("Request"):
            continue
        properties = schema.get("properties", {})
        for key, shape in properties.items():
            shape.pop("readOnly", None)
            if shape.keys() == {"allOf"} and len(shape["allOf"]) == 1:
                properties[key] = shape["allOf"][0]
