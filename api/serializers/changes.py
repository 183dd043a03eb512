"""What was published, changed, withdrawn or deleted."""

from datetime import datetime

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from api.serializers.fields import ApiLink
from blog.models import Change

TYPES = ("published", "updated", "withdrawn", "deleted")


class ChangedPostSerializer(serializers.Serializer):
    """The post as it was named then."""

    id = serializers.IntegerField(source="post_id")
    slug = serializers.CharField()
    url = ApiLink("post-detail", "Where the post is in this API, or was.", ref="slug")


class ChangeSerializer(serializers.Serializer):
    """One change of a post that everybody may read."""

    type = serializers.SerializerMethodField(help_text="What became of the post.")
    at = serializers.SerializerMethodField(help_text="When it happened.")
    post = ChangedPostSerializer(source="*")

    @extend_schema_field(serializers.ChoiceField(choices=TYPES))
    def get_type(self, change: Change) -> str:
        return "updated" if change.kind == Change.Kind.TAGS else change.kind

    @extend_schema_field(serializers.DateTimeField())
    def get_at(self, change: Change) -> datetime:
        return change.due or change.at


@extend_schema_serializer(many=False)
class ChangesSerializer(serializers.Serializer):
    """Changes in order, and from where to go on."""

    results = ChangeSerializer(many=True, help_text="In order; empty where there is nothing new.")
    next = serializers.CharField(help_text="The `since` to ask with next time.")
