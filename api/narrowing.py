"""What the page of a list offers beside its posts: facets and orders, as links."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django_filters.rest_framework import FilterSet

from api.filters.facets import facets_of
from blog.facets import FACETS

# What of a row is its value in the query, and its text on the page.
PARTS = {
    "category": ("slug", "name"),
    "tag": ("slug", "name"),
    "author": ("username", "display_name"),
    "year": ("year", "year"),
}
BEST = "-relevance"
ORDERS = {"Best match": BEST, "Newest": "-published_at"}
# How many values of a facet stand there at once; the others can be opened.
SHOWN = 8
# A page opens at once, however long its list: of a longer one only what is chosen is shown.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that chooses a value, or, where it is chosen, takes it back."""

    text: str
    url: str
    is_chosen: bool
    # Not known of a chosen value that is not among the most frequent, or has no posts.
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """The values that are shown, and those that wait behind "more"."""

    name: str
    shown: Sequence[Choice]
    more: Sequence[Choice]


def narrowing(view: Any, count: int | None) -> dict[str, Any]:
    """Return what narrows the list that is shown; of the whole list nothing is counted.

    What a list is of, the words of a search or what stands in the path, is no facet of it.
    `unfiltered` leads to the same list without all that was chosen beside.
    """
    request, filterset = view.request, view.filterset
    narrowed = set(filterset.chosen)
    if not narrowed:
        return {}
    subject = {*(view.kwargs or {"q"}), "status"}
    chosen = narrowed - subject
    names = [name for name in FACETS if name not in subject]
    is_short = count is not None and count <= MOST_COUNTED
    counted = facets_of(filterset, names) if is_short else dict.fromkeys(names, ())
    facets = [_facet(request, filterset, name, rows) for name, rows in counted.items()]
    return {
        "facets": [facet for facet in facets if _helps(facet)],
        "orders": list(_orders(request, filterset)),
        "unfiltered": _address(request, **dict.fromkeys(chosen, ())) if chosen else None,
    }


def _helps(facet: Facet) -> bool:
    """Whether there is something to choose, or something to take back."""
    return len(facet.shown) > 1 or any(choice.is_chosen for choice in facet.shown)


def _facet(request: HttpRequest, filterset: FilterSet, name: str, rows: Iterable[dict]) -> Facet:
    key, text = PARTS[name]
    chosen = _chosen(filterset, name)
    found = {str(row[key]): (str(row[text]), row["count"]) for row in rows}
    found |= {value: (value, None) for value in chosen if value not in found}
    shown: list[Choice] = []
    more: list[Choice] = []
    for value, (words, count) in found.items():
        is_chosen = value in chosen
        then = [other for other in chosen if other != value] if is_chosen else [value]
        choice = Choice(words, _address(request, **{name: then}), is_chosen, count)
        (shown if is_chosen or len(shown) < SHOWN else more).append(choice)
    return Facet(name, shown, more)


def _chosen(filterset: FilterSet, name: str) -> list[str]:
    value = filterset.form.cleaned_data[name]
    if isinstance(value, Decimal):
        return [f"{value:.0f}"]
    return value if isinstance(value, list) else [value] if value else []


def _orders(request: HttpRequest, filterset: Any) -> Iterator[Choice]:
    """Yield the orders of a search; without a word that is looked for none is the best match."""
    if not filterset.query or not filterset.query.terms:
        return
    present = ",".join(filterset.form.cleaned_data["ordering"] or ()) or BEST
    for text, name in ORDERS.items():
        url = _address(request, ordering=[name] if name != BEST else ())
        yield Choice(text, url, is_chosen=name == present)


def _address(request: HttpRequest, **parameters: Sequence[str]) -> str:
    """Return the first page of the list that is shown, with other values of these parameters."""
    query = request.GET.copy()
    for name in ("page", "cursor", *parameters):
        query.pop(name, None)
    for name, values in parameters.items():
        if values:
            query.setlist(name, values)
    path = escape_uri_path(request.path)
    return f"{path}?{query.urlencode()}" if query else path
