"""What suggestions are asked for by."""

from typing import Any

import django_filters as filters
from django import forms
from django_filters.rest_framework import FilterSet

LONGEST = 200


class TypedField(forms.CharField):
    """What is typed so far: it may be nothing, but it has to be said."""

    def clean(self, value: Any) -> Any:
        if value is None:
            raise forms.ValidationError("Add what is typed so far: `?q=dja`.", code="required")
        return super().clean(value)


class Typed(filters.CharFilter):
    field_class = TypedField


class SuggestionFilters(FilterSet):
    """The parameter of `suggest/`."""

    q = Typed(max_length=LONGEST, label="What is typed so far; nothing suggests nothing.")
