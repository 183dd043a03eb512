"""`manage.py serve`: prepares a development database, says where everything is, starts granian."""

import os
import secrets
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from blog.models import Person, Post

# One thread answers a request in a millisecond or two; more of them cost memory, not time.
BLOCKING_THREADS = "2"


class Command(BaseCommand):
    help = "Serve the blog. In development: migrate, load demo content into an empty database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--prepare-only", action="store_true", help="prepare and print the banner, then stop"
        )

    def handle(self, *args: object, prepare_only: bool, **options: object) -> None:
        if settings.DEBUG:
            self.prepare()
        if prepare_only:
            return
        self.stdout.flush()
        connection.close()
        os.execv(sys.executable, [sys.executable, "-m", "granian", *self.server_options()])  # noqa: S606

    def server_options(self) -> list[str]:
        return [
            "--interface=wsgi",
            f"--host={settings.HOST}",
            f"--port={settings.PORT}",
            f"--workers={settings.WORKERS}",
            f"--blocking-threads={BLOCKING_THREADS}",
            "--log-level=warning",
            "--no-ws",
            "core.wsgi:application",
        ]

    def prepare(self) -> None:
        """Bring the database up to date, fill an empty one, and print where everything is."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating the database")
            call_command("migrate", verbosity=0)
        if not Post.objects.exists():
            call_command("load_demo", stdout=self.stdout)
        self.banner(self.admin_password())

    def admin_password(self) -> str | None:
        """Give the admin a password if there is none yet; it is stored as a hash and shown once."""
        admin = Person.objects.filter(is_superuser=True).order_by("pk").first()
        if admin is not None and admin.has_usable_password():
            return None
        admin = admin or Person(username="admin", is_staff=True, is_superuser=True)
        password = secrets.token_urlsafe(12)
        admin.set_password(password)
        admin.save()
        return f"{admin.username} / {password}   (shown only now)"

    def banner(self, sign_in: str | None) -> None:
        url = settings.SITE_URL
        lines = {
            "Blog": f"{url}/blog/",
            "API": f"{url}/api/v1/",
            "Docs": f"{url}/api/v1/docs/",
            "Admin": f"{url}/admin/",
            "Sign in": sign_in,
            "Try": f"curl '{url}/api/v1/posts/?page_size=1'",
        }
        self.stdout.write("")
        for name, value in lines.items():
            if value:
                self.stdout.write(f"  {name:<8} {value}")
        self.stdout.write("")
