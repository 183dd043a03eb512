"""Kinds of columns that several models share."""

from typing import Any

from django.db import models

from blog.slugs import MAX_LENGTH, check_slug


class SlugField(models.CharField):
    """The part of an address that names a row: unique, of any script (blog/slugs.py)."""

    default_validators = [check_slug]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH, "unique": True, **kwargs})
