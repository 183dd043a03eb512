"""What a post was."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import api_url
from api.serializers.people import AuthorSerializer
from blog.models import Revision


class RevisionSummarySerializer(serializers.ModelSerializer):
    """A revision in the list of its post."""

    url = serializers.SerializerMethodField(help_text="The revision in this API.")
    person = AuthorSerializer(
        read_only=True, allow_null=True, help_text="Who changed the post; null for a program."
    )
    title = serializers.CharField(read_only=True, help_text="The title at that time.")
    changed = serializers.ListField(
        child=serializers.CharField(),
        help_text="Names of the fields that differ from the revision before.",
    )

    class Meta:
        model = Revision
        fields = ["number", "url", "created_at", "person", "title", "changed"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, revision: Revision) -> str:
        return api_url("revision-detail", ref=revision.post_id, number=revision.number)


class DifferenceSerializer(serializers.Serializer):
    """One field that differs between two revisions."""

    field = serializers.CharField()
    before = serializers.JSONField(help_text="In the one compared against.")
    after = serializers.JSONField(help_text="In this one.")
    diff = serializers.CharField(
        allow_null=True, help_text="Unified diff of `content`; null for other fields."
    )


class RevisionSerializer(RevisionSummarySerializer):
    """One revision, whole; with `?against=` what differs from another one."""

    post = serializers.JSONField(
        source="fields",
        help_text="What a client would have written to make the post what it was.",
    )
    against = serializers.SerializerMethodField(help_text="Number of the other one; or null.")
    differences = serializers.SerializerMethodField(help_text="Empty without `?against=`.")

    class Meta(RevisionSummarySerializer.Meta):
        fields = [*RevisionSummarySerializer.Meta.fields, "post", "against", "differences"]
        read_only_fields = fields

    @extend_schema_field({"type": ["integer", "null"]})
    def get_against(self, revision: Revision) -> int | None:
        other = self.context.get("against")
        return other.number if other else None

    @extend_schema_field(DifferenceSerializer(many=True))
    def get_differences(self, revision: Revision) -> list[dict[str, Any]]:
        return self.context.get("differences", [])
