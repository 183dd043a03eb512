"""Forms of the pages: the same handlers as the API's, for a browser without JavaScript.

A POST that succeeded is answered with 303 to the page it changed; one with mistakes shows its form
again, with what was typed and each mistake beside its field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from rest_framework.request import Request

from api.problems import Problem

# What a person is told, where a program is told of headers.
SAID_OF_FORMS = {
    "precondition_failed": "Somebody changed it after you opened this form. What you typed is "
    "still below: look at what is there now, then save again to put yours in its place.",
    "idempotency_key_reused": "This form was sent already. Send it again to make another one.",
}


@dataclass
class Form:
    """What a form shows: values by the names of its fields, mistakes by the same names."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def bound(cls, values: Any, problem: Problem) -> "Form":
        """Return the form as it was sent, with what is wrong; "" holds what no field is to blame.

        An entry within a list counts for its field: `/tags/2`. One for a field that was not sent,
        such as `/featured_image`, stands above the form with its name, or nobody would read it.
        """
        form = cls(values)
        for entry in problem.errors:
            name = entry.get("pointer", "").strip("/").partition("/")[0]
            known, detail = (name, "") if name in values else ("", f"{name}: " if name else "")
            form.errors.setdefault(known, []).append(detail + entry["detail"])
        if not problem.errors:
            form.errors[""] = [SAID_OF_FORMS.get(problem.code, problem.said)]
        return form

    def all(self, name: str) -> list[str]:
        """Return every value of a name, such as those of the boxes that were ticked."""
        if hasattr(self.values, "getlist"):
            return self.values.getlist(name)
        return [str(value) for value in self.values.get(name, ())]


def see_other(path: str) -> HttpResponseRedirect:
    """Lead a browser on after a POST (RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(iri_to_uri(path))
    response.status_code = 303
    return response


def to_login(request: Request) -> HttpResponseRedirect:
    """Lead to the login page, and from there back to the page that was asked for."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else page_before(request)
    return see_other(f"{reverse('accounts:login')}?{urlencode({'next': back})}")


def page_before(request: Request) -> str:
    """Return the page whose form was sent: that of the same path, but for the like button."""
    return request.path.removesuffix("like/")


def local(path: str | None, default: str) -> str:
    """Return the path if it leads to this site, and the default otherwise."""
    if path and path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return default
