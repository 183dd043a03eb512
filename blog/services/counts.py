"""Verifies the stored counters against the rows they count."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Model, QuerySet

from blog.models import Comment, Like, Post
from blog.querysets.visibility import count_of


@dataclass(frozen=True, slots=True)
class WrongCount:
    """One counter that does not equal its rows."""

    model: type[Model]
    pk: int
    field: str
    stored: int
    counted: int

    def __str__(self) -> str:
        name = self.model._meta.model_name
        return f"{name} {self.pk}: {self.field} is {self.stored}, counted {self.counted}"


COUNTERS: list[tuple[type[Model], str, str]] = [
    (Post, "like_count", "post"),
    (Post, "comment_count", "post"),
    (Comment, "reply_count", "parent"),
]


def _rows(field: str) -> QuerySet:
    return Like.objects.all() if field == "like_count" else Comment.objects.counted()


def _wrong(model: type[Model], field: str, key: str) -> QuerySet:
    counted = model._default_manager.annotate(counted=count_of(_rows(field), key))
    return counted.exclude(**{field: F("counted")}).order_by("pk")


def wrong_counts() -> Iterator[WrongCount]:
    """Yield each counter that is wrong."""
    for model, field, key in COUNTERS:
        for pk, stored, counted in _wrong(model, field, key).values_list("pk", field, "counted"):
            yield WrongCount(model, pk, field, stored, counted)


@transaction.atomic
def repair_counts() -> list[WrongCount]:
    """Set each wrong counter to the number of its rows; return what was wrong."""
    wrong = list(wrong_counts())
    for count in wrong:
        rows = count.model._default_manager.filter(pk=count.pk)
        rows.update(**{count.field: count.counted})
    return wrong
