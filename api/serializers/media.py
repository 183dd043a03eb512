"""Images."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import absolute
from api.serializers.people import AuthorSerializer
from blog.models import Media


@extend_schema_field({"type": "string", "format": "uri"})
class SizeField(serializers.Field):
    """A smaller copy of an image, or the image itself where it is small already."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, image: Media) -> str:
        return absolute((getattr(image, str(self.field_name)) or image.file).url)


class SizesSerializer(serializers.Serializer):
    """The same image in three widths, for `srcset`."""

    small = SizeField()
    medium = SizeField()
    large = SizeField()


class ImageSerializer(serializers.ModelSerializer):
    """An image as a post shows it."""

    url = serializers.SerializerMethodField(help_text="The image in full size.")
    sizes = SizesSerializer(source="*", read_only=True, help_text="Smaller ones.")

    class Meta:
        model = Media
        fields = ["id", "url", "alt", "width", "height", "sizes"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, image: Media) -> str:
        return absolute(image.file.url)


class MediaSerializer(ImageSerializer):
    """An image in the list of one's own."""

    owner = AuthorSerializer(read_only=True)

    class Meta(ImageSerializer.Meta):
        fields = [*ImageSerializer.Meta.fields, "owner", "created_at"]
        read_only_fields = fields
