"""The settings of the tests: production's, with the few values that a test must know."""

import os

os.environ.update(
    {
        "DEBUG": "false",
        "SECRET_KEY": "a-key-for-tests-that-is-no-secret-at-all",
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "http://testserver",
    }
)
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
if (url := os.environ.get("CACHE_URL", "")).startswith("redis://"):
    # A database for each worker: every test empties its own.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["CACHE_URL"] = f"{url.rpartition('/')[0]}/{15 - worker % 15}"

import django

from core.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# No thread by accident: a test that wants one makes it.
TASKS_PACKAGE = "django.tasks" if django.VERSION >= (6, 0) else "django_tasks"
TASKS = {"default": {"BACKEND": f"{TASKS_PACKAGE}.backends.dummy.DummyBackend"}}
