"""The one gate: what a person may see, as conditions for any relation.

Every public query starts with `visible_to(user)`. A predicate of the same meaning on the model
answers for one object; tests/blog/test_visibility.py holds the twins together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, DateTimeField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils import timezone

if TYPE_CHECKING:
    from blog.models import Person

User: TypeAlias = "Person | AnonymousUser"


class PicksNoIndex:
    """A comparison that is nearly always true: the plus sign says so to SQLite's planner.

    It would take a range for a short one, and sort a million posts that another index holds in the
    order that is asked for.
    """

    def as_sqlite(self: Any, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = self.as_sql(compiler, connection)
        return f"+{sql}", params


@DateTimeField.register_lookup
class Reached(PicksNoIndex, LessThanOrEqual):
    """`published_at__reached=now`."""

    lookup_name = "reached"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"<= {rhs}"


class Given(PicksNoIndex, Exact):
    """Stands for `Exact` where another column is to be looked up."""


def published(prefix: str = "") -> Q:
    """Return the condition "is published now", for a relation that the prefix leads to."""
    return Q(**{f"{prefix}status": "published", f"{prefix}published_at__reached": timezone.now()})


def visible_posts(user: User, prefix: str = "") -> Q:
    """Return the condition "is a post that this person may see"."""
    if not user.is_authenticated:
        return published(prefix)
    if user.sees_everything:
        return Q()
    return published(prefix) | Q(**{f"{prefix}author": user})


def count_of(rows: QuerySet, key: str) -> Coalesce:
    """Return a subquery that counts the rows whose `key` is the outer row.

    A Count() over a join would group the outer query and lose its ordering.
    """
    numbers = rows.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(Subquery(numbers.annotate(number=Count("pk")).values("number")), 0)
