"""The WSGI entry: what granian serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup(set_prefix=False)

from blog.tasks import deliver_mail  # noqa: E402 - both need a configured Django
from core.handlers import WSGI  # noqa: E402

application = WSGI()
# What a process left behind that was stopped while mail waited.
deliver_mail.enqueue()
