"""The project's own app: commands that run the server, and checks of the machine."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from core.sqlite import check_sqlite_version


class CoreConfig(AppConfig):
    """Registers the checks."""

    name = "core"

    def ready(self) -> None:
        register(check_sqlite_version, Tags.database)
