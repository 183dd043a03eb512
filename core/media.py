"""Serves the images in development, with the headers that production's web server must send."""

from pathlib import Path

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

from api.safe import read_only

HEADERS = {
    # Should anything but pixels ever be stored, it is shown as nothing else and runs nowhere.
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # A name is random and is never used again.
    "Cache-Control": "public, max-age=31536000, immutable",
}


@read_only
def media(request: HttpRequest, path: str, document_root: Path | str) -> HttpResponseBase:
    response = serve(request, path, document_root=str(document_root))
    for name, value in HEADERS.items():
        response[name] = value
    return response
