"""`facets`: what a list of posts is counted by, beside its results."""

from functools import partial
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet

from api.filters.fields import MOST_VALUES
from api.filters.parameters import nearest
from blog.facets import FACETS, MOST
from blog.models import Post
from blog.querysets import PostQuerySet
from blog.remembering import remembered


class FacetsField(forms.Field):
    """Names of facets, separated by commas."""

    def to_python(self, value: str | None) -> list[str]:
        if value in self.empty_values:
            return []
        names = list(dict.fromkeys(name.strip() for name in str(value).split(",")))
        if len(names) > MOST_VALUES:
            raise forms.ValidationError(f"At most {MOST_VALUES} names.", code="too_many")
        if wrong := [self._unknown(name) for name in names if name not in FACETS]:
            raise forms.ValidationError(wrong)
        return names

    @staticmethod
    def _unknown(name: str) -> forms.ValidationError:
        hint = nearest(name, FACETS) or f" Known: {', '.join(FACETS)}."
        return forms.ValidationError(f"There is no facet {name[:100]!r}.{hint}", code="unknown")


class Facets(filters.Filter):
    """A parameter that says more of the list and leaves its rows as they are."""

    field_class = FacetsField

    def __init__(self) -> None:
        super().__init__(
            label=f"Count the posts under the filter by {', '.join(FACETS)} (several: separated by "
            "commas). Each is counted without its own parameter, so that `count` is what the list "
            f"has when that value is chosen instead; tags and authors are the {MOST} most frequent."
        )

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs


def facets_of(filterset: Any, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the counts of each facet, by its name."""
    return {name: facet_of(filterset, name) for name in names}


def facet_of(filterset: Any, name: str) -> list[dict[str, Any]]:
    """Return the counts of one facet, remembered where they are not kept already."""
    posts = found_without(filterset, name)
    count = partial(FACETS[name], posts)
    # To take the scheduled ones off, PostgreSQL looks at every tag of every post.
    is_kept = posts.is_whole and name != "tag"
    if is_kept or not filterset.is_public:
        return count()
    return remembered(f"facet-{name}", others(filterset, name), count, at=filterset.version)


def others(filterset: Any, name: str) -> dict[str, Any]:
    """Return the parameters that choose the posts of a facet: all but its own."""
    return {other: value for other, value in filterset.chosen.items() if other != name}


def found_without(filterset: Any, name: str) -> PostQuerySet:
    """Return the posts that a checked filterset finds without one of its parameters."""
    data = filterset.data.copy()
    data.pop(name, None)
    posts = Post.objects.visible_to(filterset.request.user)
    # Its own check would look all the names up again.
    return type(filterset)(data, queryset=posts, request=filterset.request).qs
