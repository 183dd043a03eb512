"""Images."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import absolute
from api.serializers.people import AuthorSerializer
from blog.models import Media


class SizesSerializer(serializers.Serializer):
    """The same image in three widths, for `srcset`."""

    small = serializers.URLField()
    medium = serializers.URLField()
    large = serializers.URLField()


class ImageSerializer(serializers.ModelSerializer):
    """An image as a post shows it."""

    url = serializers.SerializerMethodField(help_text="The image in full size.")
    sizes = serializers.SerializerMethodField(help_text="Smaller ones.")

    class Meta:
        model = Media
        fields = ["id", "url", "alt", "width", "height", "sizes"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, image: Media) -> str:
        return absolute(image.file.url)

    @extend_schema_field(SizesSerializer)
    def get_sizes(self, image: Media) -> dict[str, Any]:
        sizes = {"small": image.small, "medium": image.medium, "large": image.large}
        return {name: absolute((file or image.file).url) for name, file in sizes.items()}


class MediaSerializer(ImageSerializer):
    """An image in the list of one's own."""

    owner = AuthorSerializer(read_only=True)

    class Meta(ImageSerializer.Meta):
        fields = [*ImageSerializer.Meta.fields, "owner", "created_at"]
        read_only_fields = fields
