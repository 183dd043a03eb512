"""The parameters of the feed of changes: from where, and how many."""

from datetime import UTC, datetime, timedelta

import django_filters as filters
from django import forms
from django.core.signing import BadSignature, Signer
from django_filters.rest_framework import FilterSet

from blog.changes import Place

PAGE_SIZE, CURSOR_LENGTH = 100, 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# Signed, so that nobody takes it for more than it is, and starts to count upwards.
SIGNER = Signer(salt="api.changes", sep=".")


def written(place: Place) -> str:
    """Return the cursor of a place."""
    moment = (place.moment - EPOCH) // MICROSECOND
    return SIGNER.sign(f"{place.number}-{moment}-{place.tie}")


def read(cursor: str) -> Place:
    """Return the place of a cursor. Raises BadSignature."""
    number, moment, tie = map(int, SIGNER.unsign(cursor).split("-"))
    return Place(number, EPOCH + moment * MICROSECOND, tie)


class PlaceField(forms.Field):
    """A cursor; empty, it is none."""

    def to_python(self, value: str | None) -> Place | None:
        if value in self.empty_values:
            return None
        try:
            return read(str(value))
        except BadSignature as error:
            message = "There is no such cursor. Ask without `since` for one to begin with."
            raise forms.ValidationError(message, code="invalid") from error


class Cursor(filters.Filter):
    field_class = PlaceField


class ChangeFilters(FilterSet):
    """Parameters of `changes/`; they say where to read, the rows are read by blog/changes.py."""

    since = Cursor(
        label="The `next` of the answer before. Without it, or empty, the answer has no results, "
        "and the cursor to begin with."
    )
    page_size = filters.NumberFilter(
        min_value=1,
        max_value=PAGE_SIZE,
        decimal_places=0,
        label=f"How many changes at most; {PAGE_SIZE} where nothing is said.",
    )
