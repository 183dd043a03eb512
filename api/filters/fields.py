"""Kinds of parameters that django-filter does not have."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_VALUES = 50
# How the labels of times end.
MOMENT = "this time; a date is its first moment, in UTC."


class RepeatedField(forms.MultipleChoiceField):
    """A parameter that may stand several times; any of its values counts."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: str) -> bool:
        return True

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_VALUES:
            raise forms.ValidationError(f"At most {MOST_VALUES} values.", code="too_many")


class IdsField(RepeatedField):
    default_error_messages = {"invalid_choice": "%(value)s is not an id."}

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 19


class InstantField(forms.Field):
    """An RFC 3339 time, or a date that stands for its first moment in UTC."""

    def to_python(self, value: str | None) -> datetime | None:
        if value in self.empty_values:
            return None
        # In a query a bare "+" is a space, and so is the one of "+02:00".
        moment = self._parse(str(value).strip().replace(" ", "+"))
        if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(
                "Not a time such as 2026-11-22T10:00:00Z or 2026-11-22"
                f" from {FIRST_YEAR} to {LAST_YEAR}.",
                code="invalid",
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @staticmethod
    def _parse(text: str) -> datetime | None:
        try:
            if day := parse_date(text):
                return datetime(day.year, day.month, day.day, tzinfo=UTC)
            return parse_datetime(text)
        except ValueError:
            return None


class FlagField(forms.Field):
    """`true` or `false`; Django's own takes every other word for "not said"."""

    WORDS = {"true": True, "1": True, "false": False, "0": False}

    def to_python(self, value: str | None) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in self.WORDS:
            raise forms.ValidationError("Either true or false.", code="invalid")
        return self.WORDS[value]


class Flag(filters.BooleanFilter):
    field_class = FlagField


class Repeated(filters.Filter):
    field_class = RepeatedField


class Ids(filters.Filter):
    field_class = IdsField

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, lookup_expr="in", **kwargs)


class Instant(filters.Filter):
    field_class = InstantField


class TotalOrdering(filters.OrderingFilter):
    """An ordering that ends in the key, so that no two pages share a row or miss one."""

    def __init__(self, *args: Any, shifting: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Names by which rows do not keep their places, which a `cursor` cannot go on from.
        self.shifting = frozenset(shifting)

    def filter(self, qs: QuerySet, value: list[str] | None) -> QuerySet:
        if not value:
            return qs
        names = [self.get_ordering_value(name) for name in value]
        return qs.order_by(*names, "-pk" if names[-1].startswith("-") else "pk")


def ordering(*names: str, shifting: Iterable[str] = ()) -> TotalOrdering:
    """Return the `ordering` parameter over these columns, `-` for descending."""
    names = (*names, *shifting)
    return TotalOrdering(
        fields=[(name, name) for name in names],
        shifting=shifting,
        label=f"One or more of {', '.join(names)}, separated by commas; `-` for descending.",
    )
