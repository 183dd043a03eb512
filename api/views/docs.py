"""The schema for machines, and Swagger UI for people, with every asset served from here."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.representations import Represented


@cache
def description() -> dict[str, Any]:
    """Describe the API, once a process: it costs a tenth of a second and never changes."""
    return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(Represented, APIView):
    """OpenAPI 3.1, as JSON or YAML by `Accept`, under the names that both go by."""

    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer2,
        OpenApiYamlRenderer,
    ]
    action = "retrieve"

    @extend_schema(exclude=True)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(description())


class DocsView(Represented, SpectacularSwaggerSplitView):
    """Swagger UI; neither script nor style stands inline, as the CSP allows none."""

    url_name = "api:schema"
    template_name = "api/docs.html"
    action = "retrieve"
    # Its own script, which drf-spectacular asks for under this name.
    parameters = {"retrieve": {"script": ()}}
