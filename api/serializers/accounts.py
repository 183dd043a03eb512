"""What accounts, passwords and tokens are written with, and how tokens are shown."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import api_url
from api.passwords import check_own_password
from api.serializers.strict import (
    Line,
    StrictSerializer,
    Text,
    VisibleRelatedField,
    WebAddress,
    Whole,
)
from blog.models import AccessToken, Media, Person
from blog.models.person import SCOPES
from blog.services.accounts import is_email_taken, is_username_taken
from blog.services.tokens import DAYS, MOST_DAYS

# "." and ".." would lead an address elsewhere.
HAS_A_SIGN = "A user name has a letter or a digit."
MOST_CHARACTERS = 1_000  # of a password: hashing a book would cost the server, not the reader


class Password(Text):
    """A password, as it was typed; never shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MOST_CHARACTERS, "write_only": True, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        # Not in NFC: what was typed is what is hashed.
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class SignUpSerializer(StrictSerializer):
    """A new account."""

    username = Line(
        max_length=60,
        validators=[ASCIIUsernameValidator(), RegexValidator("[a-zA-Z0-9]", HAS_A_SIGN)],
        help_text="Letters, digits and `@.+-_`; others see it.",
    )
    email = serializers.EmailField(max_length=254, help_text="For password resets; not shown.")
    password = Password()
    display_name = Line(max_length=120, allow_blank=True, default="")

    def validate_username(self, username: str) -> str:
        if is_username_taken(username):
            raise serializers.ValidationError("This user name is taken.", "unique")
        return username

    def validate_email(self, email: str) -> str:
        if is_email_taken(email):
            raise serializers.ValidationError("Somebody has signed up with it already.", "unique")
        return email

    def validate_password(self, password: str) -> str:
        """Compare it with the other fields as they were sent, so that no mistake waits for them."""
        others = {name: str(self.initial_data.get(name, "")) for name in ("username", "email")}
        validate_password(password, Person(**others))
        return password


class LoginSerializer(StrictSerializer):
    """Who signs in."""

    username = Line(max_length=150)
    password = Password()


class PasswordChangeSerializer(StrictSerializer):
    """The present password, which proves that it is not just an open browser, and a new one."""

    current_password = Password()
    new_password = Password()


class ResetSerializer(StrictSerializer):
    """Whose password is forgotten."""

    email = serializers.EmailField(max_length=254)


class ResetConfirmSerializer(StrictSerializer):
    """The two parts of the link that was mailed, and a new password."""

    uid = Line(max_length=100)
    token = Line(max_length=200)
    new_password = Password()


class DeactivateSerializer(StrictSerializer):
    """The password, which proves that it is the person."""

    current_password = Password()


class ProfileWriteSerializer(StrictSerializer):
    """What a person says of themselves; a new address takes the password."""

    instance: Person

    display_name = Line(max_length=120, allow_blank=True, required=False)
    bio = Text(max_length=1000, allow_blank=True, required=False)
    website = WebAddress(max_length=200, allow_blank=True, allow_null=True, required=False)
    email = serializers.EmailField(max_length=254, required=False)
    avatar = VisibleRelatedField(
        kind="image",
        slug_field="pk",
        queryset=Media.objects.all(),
        allow_null=True,
        required=False,
        help_text="Id of an image.",
    )
    current_password = Password(required=False, help_text="Needed with `email`.")

    def validate_website(self, website: str | None) -> str:
        return website or ""

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        password = fields.pop("current_password", None)
        email = fields.get("email", self.instance.email)
        if email == self.instance.email:
            return fields
        message = "A new address takes the present password."
        check_own_password(self.instance, password or "", message)
        # Only then: nobody else is told who has signed up.
        if is_email_taken(email, besides=self.instance):
            message = "Somebody has signed up with it already."
            raise serializers.ValidationError({"email": [message]}, "unique")
        return fields


class TokenSerializer(serializers.ModelSerializer):
    """A token, without its secret."""

    url = serializers.SerializerMethodField(help_text="The token in this API.")

    class Meta:
        model = AccessToken
        fields = ["id", "url", "name", "scope", "created_at", "expires_at"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, token: AccessToken) -> str:
        return api_url("token-detail", pk=token.pk)


class NewTokenSerializer(TokenSerializer):
    """A token that was just made, with the secret that is shown this once."""

    token = serializers.CharField(source="secret", help_text="Send it as `Bearer`; shown once.")

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]
        read_only_fields = fields


class TokenWriteSerializer(StrictSerializer):
    """A new token; who is not signed in names the account and its password."""

    name = Line(max_length=100, help_text="To know it by, such as the name of a device.")
    scope = serializers.ChoiceField(choices=SCOPES, help_text="Each holds those before it.")
    days = Whole(min_value=1, max_value=MOST_DAYS, default=DAYS)
    username = Line(max_length=150, required=False)
    password = Password(required=False)


class CsrfSerializer(serializers.Serializer):
    """What a browser sends along with the writes of a session."""

    csrf_token = serializers.CharField(help_text="To be sent as `X-CSRFToken`.")
