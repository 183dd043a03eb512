"""Which representations a resource has, and the mixin that gives a viewset all of them.

The API mounts a viewset as it is; `/blog/` mounts the same class with `prefers="html"`. Nothing
else differs between the two, and no viewset asks which one it is.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from django.http import StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.parsers import BaseParser
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import set_cache_control, write_tag
from api.error_map import problem_from
from api.filters import check_query
from api.forms import Form, see_other, to_login
from api.parsers import PageFormParser, StrictJSONParser
from api.problems import Problem
from api.renderers import (
    AtomRenderer,
    CSVRenderer,
    JSONFeedRenderer,
    JSONRenderer,
    MarkdownRenderer,
    PageRenderer,
    RSSRenderer,
)
from api.throttling import Limit, Window
from blog.models import Person

DATA = [JSONRenderer]
TABLE = [JSONRenderer, CSVRenderer]
PAGE = [JSONRenderer, PageRenderer]
POST = [JSONRenderer, PageRenderer, MarkdownRenderer]
POSTS = [JSONRenderer, PageRenderer, RSSRenderer, AtomRenderer, JSONFeedRenderer, CSVRenderer]

# What a form can put right, or at least show without losing what was typed.
FORM_AGAIN = {400, 403, 409, 412, 422, 429}
NOT_THE_FORM = {"csrf_failed", "insufficient_scope", "still_running"}

Renderers = Sequence[type[BaseRenderer]]


if TYPE_CHECKING:
    from rest_framework.viewsets import GenericViewSet as Base

else:
    Base = object


class Represented(Base):
    """Answers in the representation that the request asks for."""

    prefers = "json"
    template_name: str | None = None
    # What a list of these has in its CSV form; dotted names reach into nested objects.
    columns: Sequence[str] = ()
    # By action, where an action has other ones than `renderer_classes` or `serializer_class`.
    renderers: dict[str, Renderers] = {}
    serializers: dict[str, type] = {}
    permissions: dict[str, Any] = {}
    # By action: how often (api/throttling.py).
    limits: dict[str, Sequence[Limit]] = {}
    # By action that a form is sent to: the action that shows the form (again).
    form_pages: dict[str, str] = {}
    form: Form | None = None
    rate: Window | None = None
    # By action: query parameters besides those of its filterset and paginator, each with the
    # values it takes (none named: any).
    parameters: dict[str, dict[str, Sequence[str]]] = {}

    @property
    def strict(self) -> bool:
        """Whether an unknown parameter is a mistake: on pages, links arrive with `utm_…`."""
        return self.prefers == "json"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_query(request, self)

    def get_renderers(self) -> list[BaseRenderer]:
        classes = self.renderers.get(self.action or "", self.renderer_classes)
        made = [renderer() for renderer in classes]
        return sorted(made, key=lambda renderer: renderer.format != self.prefers)

    def get_permissions(self) -> list[BasePermission]:
        return [self.permissions.get(self.action or "", AllowAny)()]

    def get_parsers(self) -> list[BaseParser]:
        forms = [PageFormParser()] if self.prefers == "html" else []
        return [StrictJSONParser(), *forms]

    def get_serializer_class(self) -> Any:
        return self.serializers.get(self.action, self.serializer_class)

    @property
    def include(self) -> frozenset[str]:
        """The fields that the chosen representation needs beyond those of a list."""
        return getattr(self.request.accepted_renderer, "include", frozenset())

    @property
    def streams(self) -> bool:
        """Whether the chosen representation holds every row of the filter, not one page."""
        return getattr(self.request.accepted_renderer, "streams", False)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        if not self.streams:
            return super().list(request, *args, **kwargs)  # type: ignore[misc]
        rows = self.filter_queryset(self.get_queryset())
        return self.streamed(rows, self.get_serializer())

    def streamed(self, rows: Any, serializer: Any) -> StreamingHttpResponse:
        """Answer with every row of the filter, holding a few hundred of them at a time."""
        renderer: Any = self.request.accepted_renderer
        dicts = map(serializer.to_representation, rows.iterator(chunk_size=500))
        response = StreamingHttpResponse(
            renderer.stream(dicts, self.columns), content_type="text/csv; charset=utf-8"
        )
        name = f"{self.basename}s.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @property
    def person(self) -> Person:
        """Who is signed in, where the permissions of the action have made sure that somebody is."""
        return cast(Person, self.request.user)

    @property
    def is_page(self) -> bool:
        """Whether a person with a browser is answered."""
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
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept", "Cookie", "Authorization"])
        set_cache_control(request, response)
        if isinstance(response, Response):
            response.add_post_render_callback(write_tag)
        if self.rate is not None:
            response["RateLimit-Policy"], response["RateLimit"] = self.rate.policy, self.rate.state
        return response

    def page_context(self, data: Any) -> dict[str, Any]:
        """Return what the page of this resource shows besides `data`."""
        return {}
