"""Posts: as a list shows them, and whole."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import absolute
from api.serializers.comments import CommentSerializer
from api.serializers.fields import ApiLink, PageLink, TextOrNull, UrlOrNull
from api.serializers.media import ImageSerializer
from api.serializers.people import AuthorSerializer
from api.serializers.selected import Selected
from api.serializers.taxonomy import CategoryLinkSerializer, TagLinkSerializer
from blog.models import Post
from blog.querysets.comments import MOST_THREADS


class HighlightSerializer(serializers.Serializer):
    """Where a search found its words: HTML, escaped but for `<mark>`."""

    title = serializers.CharField()
    content = serializers.CharField(help_text="The passage that shows most of the words.")


class PostSummarySerializer(Selected):
    """A post in a list."""

    optional = frozenset({"content", "content_format", "content_html", "comments", "highlight"})

    url = ApiLink("post-detail", "The post in this API.", ref="slug")
    html_url = PageLink("The post's page.")
    author = AuthorSerializer(read_only=True)
    category = CategoryLinkSerializer(
        read_only=True, allow_null=True, help_text="Null where it has none."
    )
    tags = TagLinkSerializer(many=True, read_only=True)
    featured_image = ImageSerializer(
        read_only=True, allow_null=True, help_text="Null where it has none."
    )
    status = serializers.ChoiceField(
        source="current_status",
        choices=["draft", "scheduled", "published"],
        read_only=True,
        help_text="`scheduled` becomes `published` by time alone.",
    )
    liked = serializers.BooleanField(
        read_only=True, allow_null=True, help_text="Null for an anonymous reader."
    )
    comments = CommentSerializer(
        source="threads",
        many=True,
        read_only=True,
        help_text=f"Where they are included: the first {MOST_THREADS} threads, the oldest first.",
    )
    highlight = HighlightSerializer(
        read_only=True, help_text="In the results of a search (`q`) only."
    )

    class Meta:
        model = Post
        fields = [
            "id",
            "url",
            "html_url",
            "slug",
            "title",
            "excerpt",
            "author",
            "category",
            "tags",
            "featured_image",
            "status",
            "featured",
            "published_at",
            "created_at",
            "updated_at",
            "reading_minutes",
            "comment_count",
            "like_count",
            "liked",
            "content",
            "content_format",
            "content_html",
            "comments",
            "highlight",
        ]
        read_only_fields = fields
        extra_kwargs = {
            "excerpt": {"help_text": "Plain text; made from the content where nobody wrote one."},
            "featured": {"help_text": "Whether an editor put it forward."},
            "published_at": {"help_text": "When it appears; null for a draft without a date."},
            "updated_at": {"help_text": "When the text or its data last changed."},
            "reading_minutes": {"help_text": "How long reading it takes, at least 1."},
            "comment_count": {"help_text": "Approved comments, answers included."},
            "content": {"help_text": "The source, in `content_format`."},
            "content_html": {"help_text": "The content, rendered and sanitised."},
        }


class TocEntrySerializer(serializers.Serializer):
    """A heading of the content."""

    id = serializers.CharField(help_text="The heading's `id` in `content_html`.")
    level = serializers.IntegerField(min_value=1, max_value=6)
    title = serializers.CharField()


class SeoSerializer(serializers.Serializer):
    """What search engines and link previews are told, where it differs from the post."""

    title = TextOrNull(source="seo_title")
    description = TextOrNull(source="seo_description")
    canonical_url = UrlOrNull(source="seo_canonical_url")
    image_url = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_image_url(self, post: Post) -> str | None:
        return absolute(post.seo_image.file.url) if post.seo_image else None


class NeighbourSerializer(serializers.ModelSerializer):
    """The post before or after this one in time."""

    url = ApiLink("post-detail", "The post in this API.", ref="slug")

    class Meta:
        model = Post
        fields = ["slug", "title", "url"]
        read_only_fields = fields


class PostSerializer(PostSummarySerializer):
    """One post, whole."""

    optional = frozenset({"comments"})
    highlight = None  # type: ignore[assignment]

    toc = TocEntrySerializer(many=True, read_only=True, help_text="The headings of the content.")
    seo = SeoSerializer(source="*", read_only=True)
    previous = NeighbourSerializer(
        read_only=True, allow_null=True, help_text="The next older one that you may see."
    )
    next = NeighbourSerializer(
        read_only=True, allow_null=True, help_text="The next newer one that you may see."
    )
    user_can_comment = serializers.SerializerMethodField(help_text="Whether you may, now.")
    user_can_edit = serializers.SerializerMethodField(help_text="Whether you may, now.")

    class Meta(PostSummarySerializer.Meta):
        fields = [
            *(name for name in PostSummarySerializer.Meta.fields if name != "highlight"),
            "toc",
            "seo",
            "previous",
            "next",
            "user_can_comment",
            "user_can_edit",
        ]
        read_only_fields = fields

    def get_user_can_comment(self, post: Post) -> bool:
        return post.can_be_commented_by(self.context["request"].user)

    def get_user_can_edit(self, post: Post) -> bool:
        return post.can_be_edited_by(self.context["request"].user)


class LikeSerializer(serializers.Serializer):
    """How a post stands with the one who likes it, as in the documents."""

    success = serializers.BooleanField()
    liked = serializers.BooleanField(help_text="Whether you like it now.")
    like_count = serializers.IntegerField(min_value=0)
