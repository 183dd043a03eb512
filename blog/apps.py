"""The blog's app."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def install_triggers(using: str, **kwargs: object) -> None:
    """Re-create what a table rebuild of SQLite would have dropped without a word."""
    from blog.triggers import install

    install(using)


def make_way(using: str, plan: Sequence[tuple[Any, bool]] = (), **kwargs: object) -> None:
    """Drop the triggers of SQLite, which rebuilds a table only where no other's trigger reads it.

    Only where a table of ours may change: they stay during every other `migrate`.
    """
    from blog.triggers import drop

    ours = any(migration.app_label == "blog" for migration, _ in plan)
    if ours and connections[using].vendor == "sqlite":
        drop(using)


class BlogConfig(AppConfig):
    """Installs the triggers whenever the tables may have changed."""

    name = "blog"

    def ready(self) -> None:
        pre_migrate.connect(make_way, sender=self)
        post_migrate.connect(install_triggers, sender=self)
