"""The query parameters of lists: each one named here, checked, and refused when it is wrong."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request

from api.problems import BadParameters


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a hint such as ` Did you mean "tag"?`, or nothing."""
    close = get_close_matches(name[:100], list(names), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def known_parameters(view: Any) -> set[str]:
    """Return the names of the query parameters that this action of the view takes."""
    names = {"format", *view.parameters.get(view.action, ())}
    if view.action in getattr(view, "list_actions", ("list",)):
        if filterset := getattr(view, "filterset_class", None):
            names |= set(filterset.base_filters)
        if getattr(view, "pagination_class", None):
            names |= {"page", "page_size"}
    return names


def refuse_unknown(request: Request, view: Any) -> None:
    """Raise BadParameters with one entry for each unknown query parameter."""
    known = known_parameters(view)
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise BadParameters(
            [
                {
                    "parameter": name[:100],
                    "code": "unknown",
                    "detail": f"There is no parameter {name[:100]!r} here."
                    + (nearest(name, known) or f" Known: {', '.join(sorted(known))}."),
                }
                for name in unknown
            ]
        )


class QueryParameters(DjangoFilterBackend):
    """Applies a list's filterset; a parameter may also stand in the path (`/blog/tag/<tag>/`)."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        filterset_class = self.get_filterset_class(view, queryset)
        if filterset_class is None:
            return queryset
        in_path = {k: str(v) for k, v in view.kwargs.items() if k in filterset_class.base_filters}
        data = request.query_params.copy()
        for name, value in in_path.items():
            data[name] = value
        filterset = self._checked(filterset_class, data, queryset, request)
        wrong = filterset.form.errors
        if wrong and in_path.keys() & wrong.keys():
            raise Http404
        if wrong and view.strict:
            raise BadParameters(list(entries(filterset.form)))
        if wrong:
            for name in wrong:
                data.pop(name, None)
            filterset = self._checked(filterset_class, data, queryset, request)
        return filterset.qs

    def _checked(
        self, kind: type[FilterSet], data: QueryDict, queryset: QuerySet, request: Request
    ) -> FilterSet:
        filterset = kind(data, queryset=queryset, request=request)
        filterset.is_valid()
        return filterset


def entries(form: forms.Form) -> Iterable[dict[str, str]]:
    """Yield one entry for each mistake in the query."""
    for name, errors in form.errors.as_data().items():
        for error in errors:
            for message in error.messages:
                yield {"parameter": name, "code": error.code or "invalid", "detail": message}
