"""Comments, alone or as a thread."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.fields import ApiLink
from api.serializers.people import AuthorSerializer
from blog.models import Comment


class PostLinkSerializer(serializers.Serializer):
    """The post that a comment is on."""

    id = serializers.IntegerField(source="post_id")
    slug = serializers.CharField(source="post_slug")


class CommentSerializer(serializers.ModelSerializer):
    """A comment; in the tree view with its replies. A deleted one has no author and no content."""

    url = ApiLink("comment-detail", "The comment in this API.", pk="pk")
    post = PostLinkSerializer(source="*", read_only=True)
    parent = serializers.IntegerField(  # type: ignore[assignment]
        source="parent_id", read_only=True, allow_null=True, help_text="Id of what it answers."
    )
    author = AuthorSerializer(
        read_only=True, allow_null=True, help_text="Null where the comment was deleted."
    )
    replies = serializers.SerializerMethodField(
        help_text="In the tree view; empty in others, where `reply_count` tells."
    )

    class Meta:
        model = Comment
        fields = [
            "id",
            "url",
            "post",
            "parent",
            "depth",
            "author",
            "content",
            "content_html",
            "status",
            "created_at",
            "edited_at",
            "reply_count",
            "replies",
        ]
        read_only_fields = fields
        extra_kwargs = {
            "depth": {"help_text": "0 on the post itself, 1 for an answer to that, and so on."},
            "content": {"help_text": "Markdown; empty where the comment was deleted."},
            "content_html": {"help_text": "The content, rendered and sanitised."},
            "edited_at": {"help_text": "Null where it never was."},
            "reply_count": {"help_text": "Approved answers to it, without answers to those."},
        }

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Comment"}})
    def get_replies(self, comment: Comment) -> list[dict[str, Any]]:
        return [self.to_representation(reply) for reply in getattr(comment, "thread_replies", ())]
