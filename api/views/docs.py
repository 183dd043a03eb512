"""The schema for machines, and Swagger UI for people, with every asset served from here."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON by `Accept`."""


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI; its script is a request of its own, as the CSP allows none inline."""

    url_name = "api:schema"
