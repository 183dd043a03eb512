"""What makes pages with forms of a viewset of the API."""

from typing import Any
from urllib.parse import urlsplit

from rest_framework.exceptions import NotAuthenticated
from rest_framework.parsers import BaseParser
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from api.error_map import problem_from
from api.forms import Form, see_other, to_login
from api.parsers import PageFormParser
from api.problems import Problem
from api.representations import Represented

# What a form can put right, or at least show without losing what was typed.
FORM_AGAIN = {400, 403, 409, 412, 422, 429}
NOT_THE_FORM = {"csrf_failed", "insufficient_scope", "still_running"}


class Forms(Represented):
    """Mounts a viewset of the API as pages with forms; its handlers do not know."""

    prefers = "html"
    # By action that a form is sent to: the action that shows the form (again).
    form_pages: dict[str, str] = {}

    def get_parsers(self) -> list[BaseParser]:
        return [*super().get_parsers(), PageFormParser()]

    @property
    def is_page(self) -> bool:
        """Whether a person with a browser is answered, and not a program that asked for JSON."""
        return getattr(getattr(self.request, "accepted_renderer", None), "format", "") == "html"

    def handle_exception(self, exc: Exception) -> Any:
        """Show a form again with its mistakes, and lead to the login page who has to sign in.

        A bad token is an error here too: the login page would refuse it again.
        """
        if self.is_page and isinstance(exc, NotAuthenticated):
            return to_login(self.request)
        if self.is_page and self.action in self.form_pages:
            problem = problem_from(exc)
            if problem.status in FORM_AGAIN and problem.code not in NOT_THE_FORM:
                try:
                    return self.form_again(problem)
                except Exception as worse:  # Such as a form that is not this person's to see.
                    return super().handle_exception(worse)
        return super().handle_exception(exc)

    def form_again(self, problem: Problem) -> Response:
        self.form = Form.bound(self.request.data, problem)
        self.action = self.form_pages[self.action]
        self.check_permissions(self.request)
        response = getattr(self, self.action)(self.request, **self.kwargs)
        response.status_code = problem.status
        for name, value in problem.headers.items():
            response[name] = value
        return response

    def page_after(self, data: Any) -> str:
        """Return the page to see after a form was sent, on whatever host the person is."""
        return urlsplit(data["html_url"]).path

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        is_done = isinstance(response, Response) and response.status_code < 300
        if is_done and self.is_page and request.method not in SAFE_METHODS:
            response = see_other(self.page_after(response.data))
        return super().finalize_response(request, response, *args, **kwargs)
