"""What categories and tags are written with."""

from functools import partial
from typing import Any

from rest_framework import serializers

from api.serializers.post_writing import SlugText
from api.serializers.strict import Line, StrictSerializer, VisibleRelatedField
from blog.models import Category, Tag
from blog.services.tags import find_tag
from blog.slugs import check_slug

Slug = partial(SlugText, max_length=100, required=False, checks=(check_slug,))


def refuse_taken(rows: Any, instance: Any, name: str, value: str) -> str:
    """Refuse what another row has; a race for it ends in a 409."""
    others = rows.exclude(pk=instance.pk) if instance is not None else rows
    if others.filter(**{name: value}).exists():
        raise serializers.ValidationError(f"{value!r} is taken.", "unique")
    return value


class CategoryWriteSerializer(StrictSerializer):
    """A category; without a `parent` it stands at the top."""

    name = Line(max_length=100)
    slug = Slug(help_text="Made from the name where it is absent.")
    description = Line(max_length=500, allow_blank=True, default="")
    parent = VisibleRelatedField(  # type: ignore[assignment]
        kind="category",
        slug_field="slug",
        queryset=Category.objects.all(),
        allow_null=True,
        default=None,
        help_text="Slug of the category right above.",
    )

    def validate_slug(self, slug: str) -> str:
        return refuse_taken(Category.objects.all(), self.instance, "slug", slug)


class TagWriteSerializer(StrictSerializer):
    """A tag."""

    name = Line(max_length=100)
    slug = Slug(help_text="Made from the name where it is absent.")

    def validate_name(self, name: str) -> str:
        tag = find_tag(name)
        if tag and tag != self.instance and tag.name.casefold() == name.casefold():
            raise serializers.ValidationError(f"{name!r} is taken.", "unique")
        return name

    def validate_slug(self, slug: str) -> str:
        return refuse_taken(Tag.objects.all(), self.instance, "slug", slug)


class MergeSerializer(StrictSerializer):
    """Where the posts of a tag go."""

    into = VisibleRelatedField(
        kind="tag",
        slug_field="slug",
        queryset=Tag.objects.all(),
        help_text="Slug of the tag that stays.",
    )
