"""What a post is written with (contract section 3)."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers

from api.serializers.strict import (
    Flag,
    Line,
    StrictSerializer,
    Text,
    VisibleRelatedField,
    WebAddress,
)
from blog.markup import MAX_CHARACTERS, MarkupError, render
from blog.models import Category, Media, Post
from blog.slugs import MAX_LENGTH, check_slug, check_unambiguous

MOST_TAGS = 20
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class SlugText(Line):
    """A slug that somebody chose."""

    def __init__(self, *, checks: tuple = (check_slug,), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.checks = checks

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        for check in self.checks:
            try:
                check(value)
            except DjangoValidationError as exc:
                raise serializers.ValidationError(exc.messages, exc.code) from exc


class Moment(serializers.DateTimeField):
    """A time with its zone (RFC 3339)."""

    default_error_messages = {
        "out_of_range": "A date lies between 1900 and 2200.",
    }

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or len(value) > 40:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ssZ")
        try:
            moment = super().to_internal_value(value)
        except OverflowError:
            self.fail("out_of_range")
        if not FIRST <= moment < LAST:
            self.fail("out_of_range")
        return moment


class TagNames(serializers.ListField):
    """Names or slugs; from a form, one line with commas."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=Line(max_length=100), max_length=MOST_TAGS, **kwargs)

    def get_value(self, dictionary: Any) -> Any:
        if hasattr(dictionary, "getlist") and self.field_name in dictionary:
            names = dictionary[self.field_name].split(",")
            return [name.strip() for name in names if name.strip()]
        return super().get_value(dictionary)


class StatusField(serializers.ChoiceField):
    """What a writer decides; "scheduled" is what follows from it."""

    default_error_messages = {
        "invalid_choice": 'It is "draft" or "published"; with a `published_at` in the future a '
        "published post is scheduled until then.",
    }


def image(**kwargs: Any) -> VisibleRelatedField:
    """Return a field that takes the id of an image."""
    return VisibleRelatedField(
        kind="image",
        slug_field="pk",
        queryset=Media.objects.all(),
        allow_null=True,
        **kwargs,
    )


class SeoWriteSerializer(StrictSerializer):
    """What search engines and link previews are told, where it differs from the post."""

    title = Line(max_length=200, required=False, allow_blank=True, allow_null=True)
    description = Line(max_length=500, required=False, allow_blank=True, allow_null=True)
    canonical_url = WebAddress(max_length=500, required=False, allow_blank=True, allow_null=True)
    image = image(required=False, help_text="Id of an image.")


class PostWriteSerializer(StrictSerializer):
    """A post as its author writes it.

    PUT replaces the text and what belongs to it; where a post stands (`slug`, `status`,
    `published_at`, `featured`) stays as it is unless it is named.
    """

    title = Line(max_length=200)
    content = Text(max_length=MAX_CHARACTERS, allow_blank=True, default="")
    content_format = serializers.ChoiceField(choices=Post.Format.choices, default="markdown")
    excerpt = Line(
        max_length=500,
        allow_blank=True,
        allow_null=True,
        default=None,
        help_text="Made from the content where it is empty.",
    )
    slug = SlugText(
        max_length=MAX_LENGTH,
        required=False,
        checks=(check_slug, check_unambiguous),
        help_text="Made from the title where it is absent.",
    )
    category = VisibleRelatedField(
        kind="category",
        slug_field="slug",
        queryset=Category.objects.all(),
        allow_null=True,
        default=None,
        help_text="Slug of the category.",
    )
    tags = TagNames(default=list, help_text="Names or slugs; new ones are made.")
    featured_image = image(default=None, help_text="Id of an image.")
    status = StatusField(choices=Post.Status.choices, required=False)
    published_at = Moment(
        required=False, allow_null=True, help_text="Now where it is absent and the post published."
    )
    featured = Flag(required=False, help_text="Takes an editor.")
    seo = SeoWriteSerializer(required=False)

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Refuse a content that cannot be shown, before anything is locked for it.

        What a whole post leaves out of `seo` is emptied with the rest.
        """
        if not self.partial:
            fields["seo"] = {**dict.fromkeys(SeoWriteSerializer().fields), **fields.get("seo", {})}
        old = self.instance or Post()
        content = fields.get("content", old.content)
        try:
            render(content, fields.get("content_format", old.content_format))
        except MarkupError as exc:
            raise serializers.ValidationError({"content": exc.message}, exc.code) from exc
        return fields
