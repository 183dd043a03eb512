"""Where the debug toolbar shows: on pages of this machine, in development."""

from debug_toolbar.middleware import show_toolbar
from django.http import HttpRequest


def on_pages(request: HttpRequest) -> bool:
    """Leave the API alone: the toolbar would slow it down and show nothing there."""
    return not request.path.startswith("/api/") and show_toolbar(request)
