"""The query parameters of lists: each one named here, checked, and refused when it is wrong."""

from collections.abc import Iterable, Set
from difflib import get_close_matches
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request

from api.exceptions import BadParameters
from api.filters.fields import RepeatedField


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a hint such as ` Did you mean "tag"?`, or nothing."""
    close = get_close_matches(name[:100], list(names), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def takes_lists(view: Any) -> bool:
    """Whether this action answers with a list that is filtered and paged."""
    return view.action == "list"


def known_parameters(view: Any) -> set[str]:
    """Return the names of the query parameters that this action of the view takes."""
    names = {"format", *view.parameters.get(view.action, ())}
    if view.action in view.shapes:
        names |= {"fields", "include"}
    if takes_lists(view):
        if filterset := getattr(view, "filterset_class", None):
            names |= set(filterset.base_filters)
        if getattr(view, "pagination_class", None):
            names |= {"page", "page_size", "cursor"}
    return names


def check_query(request: Request, view: Any) -> None:
    """Raise BadParameters with one entry for each mistake of the query, all of them at once.

    On pages nothing is refused: what is unknown or wrong there is ignored.
    """
    # Nor where the method is not there, or asks for nothing but what there is (OPTIONS).
    if not view.strict or view.action in (None, "metadata"):
        return
    mistakes = [*unknown(request, view), *doubled(request, view), *unchosen(request, view)]
    if view.action in view.shapes:
        mistakes += view.selection.mistakes
    if takes_lists(view):
        if paginator := getattr(view, "paginator", None):
            mistakes += paginator.mistakes(request)
        if filterset := filterset_of(request, view):
            mistakes += [*entries(filterset.form), *shifting(request, filterset)]
    if mistakes:
        raise BadParameters(mistakes)


def unknown(request: Request, view: Any) -> Iterable[dict[str, str]]:
    """Yield one entry for each query parameter that this action does not take."""
    known = known_parameters(view)
    for name in request.query_params:
        if name not in known:
            hint = nearest(name, known) or f" Known: {', '.join(sorted(known))}."
            detail = f"There is no parameter {name[:100]!r} here.{hint}"
            yield {"parameter": name[:100], "code": "unknown", "detail": detail}


def doubled(request: Request, view: Any) -> Iterable[dict[str, str]]:
    """Yield one entry for each parameter that stands twice where only one value would count."""
    filters = getattr(getattr(view, "filterset_class", None), "base_filters", {})
    for name, values in request.query_params.lists():
        field = getattr(filters.get(name), "field_class", forms.Field)
        if len(values) > 1 and not issubclass(field, RepeatedField):
            detail = f"{name[:100]!r} stands here {len(values)} times; give it once."
            yield {"parameter": name[:100], "code": "doubled", "detail": detail}


def unchosen(request: Request, view: Any) -> Iterable[dict[str, str]]:
    """Yield one entry for each parameter that takes a few words and has got another one."""
    for name, choices in view.parameters.get(view.action, {}).items():
        value = request.query_params.get(name)
        if choices and value is not None and value not in choices:
            words = " or ".join(f'"{choice}"' for choice in choices)
            yield {"parameter": name, "code": "invalid", "detail": f"{name} is {words}."}


def shifting(request: Request, filterset: FilterSet) -> Iterable[dict[str, str]]:
    """Yield one entry where a list is walked in an order in which rows do not keep their places."""
    names: Set[str] = getattr(filterset.base_filters.get("ordering"), "shifting", frozenset())
    asked = {
        name.strip().lstrip("-") for name in request.query_params.get("ordering", "").split(",")
    }
    if "cursor" in request.query_params and names & asked:
        name = min(names & asked)
        detail = f"By {name} rows change places as others come and go; with `cursor` name a column."
        yield {"parameter": "ordering", "code": "shifting", "detail": detail}


def filterset_of(request: Request, view: Any) -> FilterSet | None:
    """Return the filterset of this request, checked once and kept; None where there is none.

    A parameter may also stand in the path (`/blog/tag/<tag>/`); a wrong one there is a 404. Where
    the view is not strict, wrong ones are left out.
    """
    if (kind := getattr(view, "filterset_class", None)) is None:
        return None
    if (kept := getattr(view, "filterset", None)) is not None:
        return kept
    in_path = {name: str(view.kwargs[name]) for name in view.kwargs.keys() & kind.base_filters}
    data = request.query_params.copy()
    for name, value in in_path.items():
        data[name] = value
    filterset = kind(data, queryset=view.queryset, request=request)
    # In rounds: names are looked up only once nothing else is wrong.
    while not filterset.is_valid():
        wrong = set(filterset.form.errors)
        if in_path.keys() & wrong:
            raise Http404
        if view.strict or not wrong & data.keys():
            break
        for name in wrong:
            data.pop(name, None)
        filterset = kind(data, queryset=view.queryset, request=request)
    view.filterset = filterset
    return filterset


class QueryParameters(DjangoFilterBackend):
    """Applies the filterset that `check_query` has found without a mistake."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        filterset = filterset_of(request, view)
        if filterset is None:
            return queryset
        filterset.queryset = queryset
        return filterset.qs


def entries(form: forms.Form) -> Iterable[dict[str, str]]:
    """Yield one entry for each mistake that the form found."""
    for name, errors in form.errors.as_data().items():
        for error in errors:
            for message in error.messages:
                yield {"parameter": name, "code": error.code or "invalid", "detail": message}
