"""The signed-in person, to that person."""

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from api.serializers.fields import UrlOrNull
from api.serializers.people import AuthorSerializer
from blog.models import Person


@extend_schema_field({"type": "boolean", "const": True})
class TrueField(serializers.BooleanField):
    """Tells a program which of the two shapes it has got."""


@extend_schema_field({"type": "boolean", "const": False})
class FalseField(serializers.BooleanField):
    """Tells a program which of the two shapes it has got."""


class AnonymousSerializer(serializers.Serializer):
    """Nobody is signed in."""

    authenticated = FalseField(source="is_authenticated", read_only=True)


@extend_schema_serializer(component_name="SignedIn")
class MeSerializer(AuthorSerializer):
    """Profile, role and rights of the one who asks."""

    authenticated = TrueField(source="is_authenticated", read_only=True)
    role = serializers.CharField(read_only=True, help_text="The highest role that the person has.")
    permissions = serializers.SerializerMethodField(help_text="What the role allows, sorted.")
    csrf_token = serializers.SerializerMethodField(
        help_text="To be sent as `X-CSRFToken` with writes of a session."
    )

    website = UrlOrNull(help_text="The person's own site.")

    class Meta:
        model = Person
        fields = [
            "authenticated",
            "id",
            "username",
            "email",
            "display_name",
            "url",
            "avatar_url",
            "bio",
            "website",
            "role",
            "permissions",
            "csrf_token",
        ]
        read_only_fields = fields

    def get_permissions(self, person: Person) -> list[str]:
        return sorted(name for name in person.get_all_permissions() if name.startswith("blog."))

    def get_csrf_token(self, person: Person) -> str:
        return self.context["csrf_token"]
