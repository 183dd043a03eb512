"""Which representations a resource has, and the mixin that gives a viewset all of them.

The API mounts a viewset as it is; `/blog/` mounts the same class with `prefers="html"`, or, where a
page has forms, a subclass with Forms (api/views/forms.py). No viewset asks which one it is.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.http import StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import set_cache_control, write_tag
from api.filters import Shape, check_query
from api.forms import Form
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

Renderers = Sequence[type[BaseRenderer]]

DATA: Renderers = [JSONRenderer]
TABLE: Renderers = [JSONRenderer, CSVRenderer]
PAGE: Renderers = [JSONRenderer, PageRenderer]
POST: Renderers = [JSONRenderer, PageRenderer, MarkdownRenderer]
POSTS: Renderers = [
    JSONRenderer,
    PageRenderer,
    RSSRenderer,
    AtomRenderer,
    JSONFeedRenderer,
    CSVRenderer,
]


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
    rate: Window | None = None
    # Which problems of api/schema/shared.py it has besides those of its kind.
    problems: Sequence[str] = ()
    # What was sent, where a page shows it again (api/views/forms.py).
    form: Form | None = None
    # By action: query parameters besides those of its filterset and paginator, each with the
    # values it takes (none named: any).
    parameters: dict[str, dict[str, Sequence[str]]] = {}
    # By action: the keys that `fields` and `include` choose from (api/views/shaped.py).
    shapes: dict[str, Shape] = {}

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
            renderer.stream(dicts, self.shown_columns()), content_type="text/csv; charset=utf-8"
        )
        name = f"{self.basename}s.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def shown_columns(self) -> Sequence[str]:
        return self.columns

    @property
    def person(self) -> Person:
        """Who is signed in, where the permissions of the action have made sure that somebody is."""
        return cast(Person, self.request.user)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
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
