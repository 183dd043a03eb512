"""What an image is uploaded and described with."""

from rest_framework import serializers

from api.serializers.strict import Line, StrictSerializer

ALT = {"max_length": 300, "allow_blank": True}


class MediaWriteSerializer(StrictSerializer):
    """An upload (multipart)."""

    file = serializers.FileField(help_text="JPEG, PNG, WebP or GIF, at most 10 MB.")
    alt = Line(default="", help_text="What the image shows, for who cannot see it.", **ALT)


class MediaChangeSerializer(StrictSerializer):
    """What can be changed of an image."""

    alt = Line(required=False, help_text="What the image shows, for who cannot see it.", **ALT)
