"""What a comment is written and moderated with."""

from typing import Any

from rest_framework import serializers

from api.serializers.strict import Id, StrictSerializer, Text, VisibleRelatedField
from blog.markup import MarkupError, render
from blog.models import Comment
from blog.models.comment import MAX_LENGTH

MOST_IDS = 100


class Content(Text):
    """A comment's Markdown, refused before anything is locked where it cannot be shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH, "trim_whitespace": True, **kwargs})

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        try:
            render(value, "markdown", ugc=True)
        except MarkupError as exc:
            raise serializers.ValidationError(exc.message, exc.code) from exc


class CommentWriteSerializer(StrictSerializer):
    """A new comment; on another one with `parent`."""

    content = Content(help_text="Markdown.")
    parent = VisibleRelatedField(  # type: ignore[assignment]
        kind="comment",
        slug_field="pk",
        queryset=Comment.objects.all(),
        allow_null=True,
        default=None,
        help_text="Id of the comment that it answers; on the same post.",
    )

    def validate_parent(self, parent: Comment | None) -> Comment | None:
        """Take a comment on another post for one that does not exist."""
        if parent is not None and parent.post_id != self.context["post"].pk:
            raise serializers.ValidationError(
                f"There is no comment {parent.pk} on this post.", "does_not_exist"
            )
        return parent


class CommentChangeSerializer(StrictSerializer):
    """`content` is the author's, for a while, and a moderator's; `status` is a moderator's."""

    content = Content(required=False)
    status = serializers.ChoiceField(choices=Comment.Status.choices, required=False)


class ModerationSerializer(StrictSerializer):
    """One decision about many comments."""

    ids = serializers.ListField(child=Id(), min_length=1, max_length=MOST_IDS)
    status = serializers.ChoiceField(choices=Comment.Status.choices)

    def validate_ids(self, ids: list[int]) -> list[int]:
        return list(dict.fromkeys(ids))


class ModeratedSerializer(serializers.Serializer):
    """What became of one comment."""

    id = serializers.IntegerField()
    success = serializers.BooleanField(help_text="False where there is no such comment.")
    status = serializers.CharField(
        allow_null=True, help_text="What it is now; null where there is none."
    )


class ModerationResultSerializer(serializers.Serializer):
    """What became of each comment, in the order that was asked."""

    results = ModeratedSerializer(many=True)

    @staticmethod
    def of(found: dict[int, bool], status: str) -> dict[str, Any]:
        return {
            "results": [
                {"id": pk, "success": there, "status": status if there else None}
                for pk, there in found.items()
            ]
        }
