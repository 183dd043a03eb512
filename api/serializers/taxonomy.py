"""Categories and tags."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import absolute, api_url
from blog.models import Category, Tag

URI = {"type": "string", "format": "uri"}


class CategoryLinkSerializer(serializers.ModelSerializer):
    """A category as a post, or another category, names it."""

    url = serializers.SerializerMethodField(help_text="The category in this API.")

    class Meta:
        model = Category
        fields = ["slug", "name", "url"]
        read_only_fields = fields

    @extend_schema_field(URI)
    def get_url(self, category: Category) -> str:
        return api_url("category-detail", slug=category.slug)


class CategoryChildSerializer(CategoryLinkSerializer):
    """A category below another one."""

    post_count = serializers.IntegerField(read_only=True, help_text="With all that is below it.")

    class Meta(CategoryLinkSerializer.Meta):
        fields = ["slug", "name", "url", "post_count"]


class CategorySerializer(CategoryLinkSerializer):
    """A category with its place in the tree."""

    html_url = serializers.SerializerMethodField(help_text="The page of its posts.")
    parent = CategoryLinkSerializer(
        read_only=True, allow_null=True, help_text="The one right above; null at the top."
    )
    # Laid out by CategoryQuerySet.as_tree().
    children = CategoryChildSerializer(
        source="branches", many=True, read_only=True, help_text="Those right below."
    )
    post_count = serializers.IntegerField(
        read_only=True, help_text="Published posts in it and in all categories below it."
    )

    class Meta:
        model = Category
        fields = [
            "url",
            "html_url",
            "slug",
            "name",
            "description",
            "parent",
            "children",
            "post_count",
        ]
        read_only_fields = fields

    @extend_schema_field(URI)
    def get_html_url(self, category: Category) -> str:
        return absolute(category.get_absolute_url())


class TagLinkSerializer(serializers.ModelSerializer):
    """A tag as a post names it."""

    class Meta:
        model = Tag
        fields = ["slug", "name"]
        read_only_fields = fields


class TagSerializer(serializers.ModelSerializer):
    """A tag with its number of posts."""

    url = serializers.SerializerMethodField(help_text="The tag in this API.")
    html_url = serializers.SerializerMethodField(help_text="The page of its posts.")
    post_count = serializers.IntegerField(
        read_only=True, help_text="Published posts that carry it."
    )

    class Meta:
        model = Tag
        fields = ["url", "html_url", "slug", "name", "post_count"]
        read_only_fields = fields

    @extend_schema_field(URI)
    def get_url(self, tag: Tag) -> str:
        return api_url("tag-detail", slug=tag.slug)

    @extend_schema_field(URI)
    def get_html_url(self, tag: Tag) -> str:
        return absolute(tag.get_absolute_url())
