"""What lists of posts can be narrowed by."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet, Value
from django_filters.rest_framework import FilterSet

from api.filters.facets import Facets
from api.filters.fields import FIRST_YEAR, LAST_YEAR, MOMENT, Flag, Ids, Instant, Repeated, ordering
from api.filters.parameters import nearest
from api.pagination import is_walked
from blog.models import Category, Person, Post, Tag
from blog.remembering import remembered, version
from blog.search.query import Query, parse
from blog.tallies import Kind, number_of

# Parameters that choose no posts.
SAYING_MORE = ("ordering", "facets")
WORTH_KEEPING = 1_000  # results; fewer are counted as fast as they are looked up
STATUSES = ("published", "scheduled", "draft")
# Parameters whose values must exist, and what they name.
NAMES = {
    "category": "category",
    "tag": "tag",
    "tag_all": "tag",
    "tag_not": "tag",
    "author": "author",
}


class PostFilters(FilterSet):
    """Parameters of `posts/` and of every other list of posts; they combine with "and"."""

    q = filters.CharFilter(
        method="matching",
        max_length=4096,
        label='Full text: words that title, excerpt or content hold in any form; `"a phrase"`, '
        "`-not`; the last word may be half typed. The best match comes first.",
    )
    category = filters.CharFilter(
        method="in_category", max_length=100, label="Slug of a category; those below it count too."
    )
    tag = Repeated(method="tagged", label="Slug of a tag; repeated: any of them.")
    tag_all = Repeated(method="tagged_all", label="Slug of a tag; repeated: all of them.")
    tag_not = Repeated(method="tagged_not", label="Slug of a tag; repeated: none of them.")
    author = filters.CharFilter(
        field_name="author__username", max_length=60, label="User name of the author."
    )
    year = filters.NumberFilter(
        method="in_year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        decimal_places=0,
        label="Year of publication, in UTC.",
    )
    month = filters.NumberFilter(
        method="in_month",
        min_value=1,
        max_value=12,
        decimal_places=0,
        label="Month of publication, from 1 to 12, in UTC.",
    )
    published_after = Instant(
        field_name="published_at", lookup_expr="gt", label=f"Published after {MOMENT}"
    )
    published_before = Instant(
        field_name="published_at", lookup_expr="lt", label=f"Published before {MOMENT}"
    )
    updated_after = Instant(
        field_name="updated_at", lookup_expr="gt", label=f"Changed after {MOMENT}"
    )
    status = filters.ChoiceFilter(
        method="with_status",
        choices=[(status, status) for status in STATUSES],
        label="`published` where absent; the others show your own posts, or all to editors.",
    )
    featured = Flag(label="Only featured posts, or only others.")
    id = Ids(field_name="pk", label="Id of a post; repeated: any of them.")
    ordering = ordering(
        *("published_at", "updated_at", "title", "comment_count", "like_count"),
        shifting=["relevance"],
    )

    facets = Facets()

    @cached_property
    def query(self) -> Query | None:
        """What is searched for; None where nothing is."""
        text = self.form.cleaned_data.get("q") if self.is_bound else None
        return parse(text) if text else None

    def matching(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.matching(self.query)

    def in_category(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.in_category(value)

    def tagged(self, queryset: Any, name: str, value: list[str]) -> QuerySet:
        return queryset.tagged(value) if value else queryset

    def tagged_all(self, queryset: Any, name: str, value: list[str]) -> QuerySet:
        for slug in value:
            queryset = queryset.tagged([slug])
        return queryset

    def tagged_not(self, queryset: Any, name: str, value: list[str]) -> QuerySet:
        return queryset.not_tagged(value) if value else queryset

    def in_year(self, queryset: Any, name: str, value: Any) -> QuerySet:
        if self.form.cleaned_data.get("month"):
            return queryset
        return queryset.filter(published_at__year=value)

    def in_month(self, queryset: Any, name: str, value: Any) -> QuerySet:
        """The month of a year is one stretch of time, which an index finds."""
        if not (year := self.form.cleaned_data.get("year")):
            return queryset.filter(published_at__month=value)
        first = datetime(int(year), int(value), 1, tzinfo=UTC)
        after = (first + timedelta(days=31)).replace(day=1)
        return queryset.filter(published_at__gte=first, published_at__lt=after)

    def with_status(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.with_status(value)

    def filter_queryset(self, queryset: Any) -> QuerySet:
        """Show what is published unless another status is asked for; the best match first."""
        found = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("status"):
            found = found.published()
        is_ranked = self.query and self.query.terms and not is_walked(self.request)
        if is_ranked and not self.form.cleaned_data.get("ordering"):
            found = found.order_by("-relevance", "-pk")
        chosen = self.chosen
        found.is_whole, found.tally = not chosen, self._tally(chosen)
        match chosen:
            case {"q": _, **others} | {"tag": [_], **others} if not others:
                found.is_chosen_once = True
        if self.query and self.is_public:
            found.tally = partial(self._remembered_count, found)
        return found

    @property
    def is_public(self) -> bool:
        """Whether everybody gets the same posts."""
        return "status" not in self.chosen

    @cached_property
    def version(self) -> str:
        """What everything that is remembered is of."""
        return version()

    def _remembered_count(self, found: Any) -> int:
        return remembered(
            "count",
            self.chosen,
            partial(self._count, found),
            at=self.version,
            is_worth_it=lambda number: number >= WORTH_KEEPING,
        )

    @staticmethod
    def _count(found: Any) -> int:
        """Count few by themselves, and many that nothing but words have chosen from the index."""
        if not (found.words and found.is_chosen_once):
            return found.all().count()
        number = found.order_by()[:WORTH_KEEPING].count()
        return number if number < WORTH_KEEPING else Post.objects.documents(found.words).count()

    @property
    def chosen(self) -> dict[str, Any]:
        """The parameters that choose the posts, of those that were given."""
        given = {n: v for n, v in self.form.cleaned_data.items() if v not in (None, "", [])}
        return {name: value for name, value in given.items() if name not in SAYING_MORE}

    def _tally(self, chosen: dict[str, Any]) -> Callable[[], int] | None:
        """Return what knows the number of posts, where one filter alone decides on it."""
        match chosen:
            case {**others} if not others:
                return partial(number_of, Kind.ALL)
            case {"category": slug, **others} if not others:
                return partial(number_of, Kind.CATEGORY, Category.objects.below(slug))
            case {"tag": [slug], **others} if not others:
                return partial(number_of, Kind.TAG, Tag.objects.filter(slug=slug).values("pk"))
            case {"author": name, **others} if not others:
                people = Person.objects.filter(username=name)
                return partial(number_of, Kind.AUTHOR, people.values("pk"))
            case {"year": year, "month": month, **others} if not others:
                return partial(number_of, Kind.MONTH, [int(year) * 100 + int(month)])
            case {"year": year, **others} if not others:
                months = range(int(year) * 100 + 1, int(year) * 100 + 13)
                return partial(number_of, Kind.MONTH, list(months))
        return None

    def is_valid(self) -> bool:
        """Refuse names that do not exist, all of them looked up in one statement."""
        if super().is_valid():
            self._refuse_missing_names()
            self._refuse_relevance_of_nothing()
            self._refuse_facets_without_a_place()
        return super().is_valid()

    def _refuse_relevance_of_nothing(self) -> None:
        names = {name.lstrip("-") for name in self.form.cleaned_data.get("ordering") or ()}
        if "relevance" in names and self.query is None:
            self.form.add_error("ordering", "There is no relevance without a search: add `q`.")

    def _refuse_facets_without_a_place(self) -> None:
        """Feeds and tables hold posts and nothing else; a page asks for its facets itself."""
        shown: Any = getattr(self.request, "accepted_renderer", None)
        has_none = any(getattr(shown, flag, False) for flag in ("has_fixed_shape", "streams"))
        if self.form.cleaned_data.get("facets") and has_none:
            detail = f"There are no facets in the format {shown.format!r}; take them from JSON."
            self.form.add_error("facets", forms.ValidationError(detail, code="fixed_shape"))

    def _refuse_missing_names(self) -> None:
        asked = {
            (parameter, NAMES[parameter], value)
            for parameter in NAMES
            for value in self._values(parameter)
        }
        if not asked:
            return
        names = {(kind, value) for _, kind, value in asked}
        missing = names - set(self._existing(names))
        for parameter, kind, value in sorted(asked):
            if (kind, value) in missing:
                known = [name for other, name in self._existing(None) if other == kind]
                detail = f"There is no {kind} {value!r}.{nearest(value, known)}"
                self.form.add_error(parameter, detail)

    def _values(self, name: str) -> list[str]:
        value = self.form.cleaned_data.get(name)
        return value if isinstance(value, list) else [value] if value else []

    def _existing(self, asked: set[tuple[str, str]] | None) -> QuerySet:
        """Return the (kind, slug) pairs that exist for this reader, of those asked or of all."""
        user = self.request.user
        kinds = [
            ("category", "slug", Category.objects.visible_to(user)),
            ("tag", "slug", Tag.objects.visible_to(user)),
            ("author", "username", Person.objects.with_posts_for(user)),
        ]
        found = []
        for kind, column, rows in kinds:
            if asked is not None:
                slugs = [slug for name, slug in asked if name == kind]
                rows = rows.filter(**{f"{column}__in": slugs})
            found.append(rows.order_by().values_list(Value(kind), column))
        return found[0].union(*found[1:], all=True).order_by()
