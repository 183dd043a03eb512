"""Fits a record to the lengths that the database has; what was cut is noted."""

from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from blog.importers.records import Byline, Record
from blog.markup import excerpt_from
from blog.models import Category, Person, Post, Tag

is_web_address = URLValidator(schemes=["http", "https"])


def length_of(model: type, field: str) -> int:
    """Return the longest value that a field holds."""
    return model._meta.get_field(field).max_length  # type: ignore[attr-defined]


def fitted(record: Record) -> Record:
    """Return a copy that fits."""
    copy = replace(record, notes=list(record.notes))
    copy.title = _short(copy, "title", copy.title)
    copy.excerpt = _short(copy, "excerpt", copy.excerpt)
    copy.seo_description = _short(copy, "seo_description", copy.seo_description)
    copy.tags = tuple(_short_name(copy, Tag, "tag", name) for name in copy.tags)
    copy.category = tuple(_short_name(copy, Category, "category", n) for n in copy.category)
    if copy.author:
        copy.author = _fitted_byline(copy, copy.author)
    url = copy.seo_canonical_url
    if url and not _valid(is_web_address, url, length_of(Post, "seo_canonical_url")):
        copy.note("the canonical address is not a web address: left out")
        copy.seo_canonical_url = ""
    return copy


def _fitted_byline(record: Record, byline: Byline) -> Byline:
    """Return a byline with a name that fits, and without addresses that are none."""
    email, website = byline.email, byline.website
    return Byline(
        _short_name(record, Person, "person", byline.name, "display_name"),
        email if _valid(validate_email, email, length_of(Person, "email")) else "",
        website if _valid(is_web_address, website, length_of(Person, "website")) else "",
    )


def _short(record: Record, field: str, value: str) -> str:
    limit = length_of(Post, field)
    if len(value) <= limit:
        return value
    record.note(f"the {field} was shortened from {len(value):,} to {limit} characters")
    record.shortened += (field,)
    return excerpt_from(value, limit=limit)


def _short_name(record: Record, model: type, what: str, name: str, field: str = "name") -> str:
    limit = length_of(model, field)
    if len(name) <= limit:
        return name
    record.note(f"the name of a {what} was shortened to {limit} characters")
    return excerpt_from(name, limit=limit)


def _valid(validator: Callable[[str], object], value: str, limit: int) -> bool:
    try:
        validator(value)
    except ValidationError:
        return False
    return len(value) <= limit
