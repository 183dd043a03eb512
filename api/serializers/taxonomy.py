"""Categories and tags."""

from rest_framework import serializers

from api.serializers.fields import ApiLink, PageLink
from blog.models import Category, Tag


class CategoryLinkSerializer(serializers.ModelSerializer):
    """A category as a post, or another category, names it."""

    url = ApiLink("category-detail", "The category in this API.", slug="slug")

    class Meta:
        model = Category
        fields = ["slug", "name", "url"]
        read_only_fields = fields


class CategoryChildSerializer(CategoryLinkSerializer):
    """A category below another one."""

    post_count = serializers.IntegerField(read_only=True, help_text="With all that is below it.")

    class Meta(CategoryLinkSerializer.Meta):
        fields = ["slug", "name", "url", "post_count"]


class CategorySerializer(CategoryLinkSerializer):
    """A category with its place in the tree."""

    html_url = PageLink("The page of its posts.")
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


class TagLinkSerializer(serializers.ModelSerializer):
    """A tag as a post names it."""

    class Meta:
        model = Tag
        fields = ["slug", "name"]
        read_only_fields = fields


class TagSerializer(serializers.ModelSerializer):
    """A tag with its number of posts."""

    url = ApiLink("tag-detail", "The tag in this API.", slug="slug")
    html_url = PageLink("The page of its posts.")
    post_count = serializers.IntegerField(
        read_only=True, help_text="Published posts that carry it."
    )

    class Meta:
        model = Tag
        fields = ["url", "html_url", "slug", "name", "post_count"]
        read_only_fields = fields
