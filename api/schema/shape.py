"""`fields` and `include`, and the keys that an answer has only where it is asked for them."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from api.filters.shape import Selection, Shape, dotted


def shape_parameters(shape: Shape) -> list[OpenApiParameter]:
    """Return the descriptions of both parameters."""
    return [
        _names(
            "fields",
            [*dotted(shape.most)],
            "Only these keys, with a dot for one of a nested object; the others are left out, and "
            "not loaded either. What `include` adds can be named where it is included, and is left "
            "out where it is not named.",
            ("For links", ["slug", "title", "author.username"]),
        ),
        _names(
            "include",
            list(shape.optional),
            "Adds keys: `content` the text in its three forms (one post has it anyway), `comments` "
            "the first threads of each post with all their replies. `comment_count` tells whether "
            "there are more, and `posts/{ref}/comments/` has them.",
            ("With comments", ["comments"]),
        ),
    ]


def _names(
    name: str, known: list[str], description: str, example: tuple[str, list[str]]
) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        {"type": "array", "items": {"type": "string", "enum": known}},
        style="form",
        explode=False,
        description=description,
        examples=[OpenApiExample(example[0], value=example[1])],
    )


def with_every_key(serializer: Any) -> Any:
    """Return the serializer as it is where everything is included."""
    included = Selection({}, include=serializer.optional)
    return type(serializer)(context={**serializer.context, "selection": included})


def without_optional(schema: dict[str, Any], serializer: Any) -> dict[str, Any]:
    """Return the schema with the optional keys not required."""
    required = [name for name in schema["required"] if name not in serializer.optional]
    return {**schema, "required": required}
