"""Parameters and their limits, read from the filters that enforce them."""

import re
from functools import singledispatch
from typing import Any

import django_filters as filters
from drf_spectacular.extensions import OpenApiFilterExtension
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.utils import OpenApiParameter

from api.filters.facets import FACETS, Facets
from api.filters.fields import MOST_VALUES, Ids, Instant, Repeated

Schema = dict[str, Any]

INT64: Schema = {"format": "int64", "minimum": 1}
TEXT: Schema = {"type": "string", "minLength": 1, "pattern": "^[^/]+$"}
ID: Schema = {"type": "integer", **INT64, "maximum": 10**18 - 1}
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "maxLength": 4000},
    location="header",
    description="The `ETag` that you have read; 412 where the object was changed since.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200},
    location="header",
    description="Makes the request safe to repeat for 24 hours: the same key gets the same answer.",
)
# Every variable of a path with an example that the demo content has; a new one stops the
# generation until it stands here.
IN_PATH: dict[str, tuple[str, Schema, Any]] = {
    "posts/{ref}": ("Id or slug of the post.", {**TEXT, "maxLength": 200}, "welcome-to-broadsheet"),
    "comments/{id}": ("Id of the comment.", ID, 1),
    "categories/{slug}": ("Slug of the category.", {**TEXT, "maxLength": 100}, "guides"),
    "tags/{slug}": ("Slug of the tag.", {**TEXT, "maxLength": 100}, "api"),
    "revisions/{number}": (
        "Number of the revision.",
        {"type": "integer", "minimum": 1, "maximum": 10**9 - 1},
        1,
    ),
    "tokens/{id}": ("Id of the token.", ID, 1),
    "media/{id}": ("Id of the image.", ID, 1),
    "authors/{username}": ("User name of the author.", {**TEXT, "maxLength": 60}, "author"),
}


def in_path(path: str) -> list[Schema]:
    """Return the descriptions of the variables of a path."""
    parameters = []
    for part, name in re.findall(r"(\w+/{(\w+)})", path):
        description, schema, example = IN_PATH[part]
        parameter = build_parameter_type(name, schema, "path", description=description)
        parameters.append({**parameter, "example": example})
    return parameters


class FilterLimits(OpenApiFilterExtension):
    """Describes the filters of a list, each with its own limits and its label."""

    target_class = "api.filters.QueryParameters"
    # Over that of drf-spectacular for django-filter, which knows no limits.
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any) -> list[Schema]:
        filterset = auto_schema.view.filterset_class
        return [
            build_parameter_type(
                name,
                schema_of(parameter),
                "query",
                description=parameter.label,
                **style_of(parameter),
            )
            for name, parameter in filterset.base_filters.items()
        ]


def style_of(parameter: filters.Filter) -> dict[str, Any]:
    """Return how several values are written: with commas, or by repeating the parameter."""
    if isinstance(parameter, Repeated | Ids):
        return {"style": "form", "explode": True}
    if isinstance(parameter, filters.BaseCSVFilter | Facets):
        return {"style": "form", "explode": False}
    return {}


@singledispatch
def schema_of(parameter: filters.Filter) -> Schema:
    """Return the values that a filter takes."""
    raise NotImplementedError(f"{type(parameter).__name__} has no schema in {__name__}.")


@schema_of.register
def _(parameter: filters.CharFilter) -> Schema:
    return {"type": "string", "maxLength": parameter.extra["max_length"]}


@schema_of.register
def _(parameter: filters.NumberFilter) -> Schema:
    extra = parameter.extra
    return {"type": "integer", "minimum": extra["min_value"], "maximum": extra["max_value"]}


@schema_of.register
def _(parameter: filters.BooleanFilter) -> Schema:
    return {"type": "boolean"}


@schema_of.register
def _(parameter: filters.ChoiceFilter) -> Schema:
    return {"type": "string", "enum": [value for value, _ in parameter.extra["choices"]]}


@schema_of.register
def _(parameter: filters.OrderingFilter) -> Schema:
    names = [value for value, _ in parameter.extra["choices"]]
    return {"type": "array", "items": {"type": "string", "enum": names}}


@schema_of.register
def _(parameter: Facets) -> Schema:
    return {"type": "array", "items": {"type": "string", "enum": list(FACETS)}}


@schema_of.register
def _(parameter: Instant) -> Schema:
    forms = [{"type": "string", "format": form} for form in ("date-time", "date")]
    return {"anyOf": forms}


@schema_of.register
def _(parameter: Repeated) -> Schema:
    return {"type": "array", "items": {"type": "string", "maxLength": 100}, "maxItems": MOST_VALUES}


@schema_of.register
def _(parameter: Ids) -> Schema:
    return {"type": "array", "items": {**ID, "minimum": 0}, "maxItems": MOST_VALUES}
