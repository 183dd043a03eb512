"""The blog's app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def install_triggers(using: str, **kwargs: object) -> None:
    """Re-create what a table rebuild of SQLite would have dropped without a word."""
    from blog.triggers import install

    install(using)


class BlogConfig(AppConfig):
    """Installs the triggers whenever the tables may have changed."""

    name = "blog"

    def ready(self) -> None:
        post_migrate.connect(install_triggers, sender=self)
