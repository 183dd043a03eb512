"""Kinds of columns that several models share."""

from typing import Any

from django.db import models

from blog.slugs import MAX_LENGTH, check_slug


class SlugField(models.CharField):
    """The part of an address that names a row: unique, of any script (blog/slugs.py)."""

    default_validators = [check_slug]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH, "unique": True, **kwargs})


class ByteOrdered(models.TextField):
    """A text whose index finds what begins with something: compared as bytes on both databases."""

    def db_parameters(self, connection: Any) -> Any:
        collation = {"postgresql": "C"}.get(connection.vendor)
        return {**super().db_parameters(connection), "collation": collation}
