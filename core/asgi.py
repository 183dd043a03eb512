"""The ASGI entry, for a server that speaks it; granian is started with WSGI."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup(set_prefix=False)

from core.handlers import ASGI  # noqa: E402 - needs a configured Django

application = ASGI()
