"""Pages: a template over exactly the data that the JSON has."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.template import loader
from django.utils.encoding import escape_uri_path
from rest_framework.renderers import BaseRenderer

from api.forms import Form
from api.links import absolute
from api.renderers.addresses import list_address
from api.renderers.entries import said_of_feed
from api.renderers.feeds import FeedRenderer

FALLBACK = "blog/resource.html"
# What the links and fields of pages depend on.
PAGE_RIGHTS = ("write_posts", "publish", "moderate", "use_admin_site")


class PageRenderer(BaseRenderer):
    """Renders the template of the view's action; what a page adds to the data, the view says."""

    media_type = "text/html"
    format = "html"
    has_fixed_shape = True

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str:
        if data is None:
            return ""  # 204
        context = page_context(data, renderer_context or {})
        view, request = context["view"], context["request"]
        # The answer to OPTIONS describes the resource; it is not what the resource's template
        # and its extras expect.
        names = [FALLBACK]
        if request.method != "OPTIONS":
            names = template_names(view)
            if hasattr(view, "page_context"):
                context |= view.page_context(data)
        return loader.select_template(names).render(context, request=request)


def template_names(view: Any) -> list[str]:
    """Return the templates that would do, the best one first."""
    if given := getattr(view, "template_name", None):
        return [given]
    resource, action = getattr(view, "basename", ""), getattr(view, "action", "")
    return [f"blog/{resource}_{action}.html", FALLBACK]


def page_context(data: Any, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every template gets."""
    view, request = context["view"], context["request"]
    return {
        "data": data,
        "form": getattr(view, "form", None) or Form(),
        # Before the view's extras: they may page through something else, such as comments.
        "paginator": getattr(getattr(view, "paginator", None), "page", None),
        "view": view,
        "status_code": context["response"].status_code,
        "request": request,
        "site": {
            "name": settings.SITE_NAME,
            "description": settings.SITE_DESCRIPTION,
            "url": settings.SITE_URL,
        },
        "canonical_url": canonical_url(data, request),
        "feeds": feeds(view, request),
        "may": rights(request),
        "if_match": if_match(context["response"], request),
        "idempotency_key": uuid4().hex,
    }


def if_match(response: Any, request: HttpRequest) -> str:
    """Return what a form says instead of `If-Match`: the version shown, or the one first shown.

    Who was told of another version (412) may save over it, and over no later one.
    """
    version = getattr(response, "version", None)
    first = "" if response.status_code == 412 else request.META.get("HTTP_IF_MATCH")
    return first or (f'"{version}"' if version else "")


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the links of a page depend on; nothing is asked of an anonymous reader."""
    user = request.user
    if not user.is_authenticated:
        return {}
    return {right: user.may(right) for right in PAGE_RIGHTS}


def canonical_url(data: Any, request: HttpRequest) -> str:
    """Return the one address of what is shown, which others (by id, under `/api/`) lead to."""
    given = data.get("html_url") if isinstance(data, Mapping) else None
    return given or absolute(escape_uri_path(request.path))


def feeds(view: Any, request: HttpRequest) -> list[dict[str, str]]:
    """Return the feeds of the list that is shown, under the same filter."""
    if getattr(view, "action", None) != "list":
        return []
    return [
        {
            "title": f"{said_of_feed(view)['title']} ({renderer.label})",
            "type": renderer.media_type,
            "url": list_address(request, drop=("page", "cursor"), format=renderer.format),
        }
        for renderer in view.get_renderers()
        if isinstance(renderer, FeedRenderer)
    ]
