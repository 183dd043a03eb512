"""People as authors."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import absolute
from api.serializers.fields import ApiLink, PageLink, UrlOrNull
from blog.models import Person


class AuthorSerializer(serializers.ModelSerializer):
    """Who wrote a post or a comment."""

    display_name = serializers.CharField(source="name", read_only=True)
    url = ApiLink("author-detail", "The author in this API.", username="username")
    avatar_url = serializers.SerializerMethodField(help_text="A small picture, if there is one.")

    class Meta:
        model = Person
        fields = ["username", "display_name", "url", "avatar_url"]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_avatar_url(self, person: Person) -> str | None:
        if person.avatar is None:
            return None
        return absolute((person.avatar.small or person.avatar.file).url)


class ProfileSerializer(AuthorSerializer):
    """An author's public profile."""

    html_url = PageLink("The page of the author's posts.")
    website = UrlOrNull(help_text="The author's own site.")
    post_count = serializers.IntegerField(read_only=True, help_text="How many published posts.")

    class Meta:
        model = Person
        fields = [
            "username",
            "display_name",
            "url",
            "html_url",
            "avatar_url",
            "bio",
            "website",
            "post_count",
        ]
        read_only_fields = fields
