"""The ASGI entry, for deployments that want one; WSGI is the faster of the two here."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
application = get_asgi_application()
