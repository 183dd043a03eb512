"""The WSGI entry: what granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
application = get_wsgi_application()

# What a process left behind that was stopped while mail waited.
from blog.tasks import deliver_mail  # noqa: E402 - models take a configured Django

deliver_mail.enqueue()
