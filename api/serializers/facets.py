"""Facets: how the posts under a filter are spread."""

from rest_framework import serializers

from blog.facets import MOST

FREQUENT = f"The {MOST} most frequent."
MATCHING = "Posts under the filter, with this value in place of the present one."


class TermCountSerializer(serializers.Serializer):
    """A category or a tag with its posts."""

    slug = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField(min_value=1, help_text=MATCHING)


class AuthorCountSerializer(serializers.Serializer):
    """An author with their posts."""

    username = serializers.CharField()
    display_name = serializers.CharField()
    count = serializers.IntegerField(min_value=1, help_text=MATCHING)


class YearCountSerializer(serializers.Serializer):
    """A year with its posts."""

    year = serializers.IntegerField()
    count = serializers.IntegerField(min_value=1, help_text=MATCHING)


class FacetsSerializer(serializers.Serializer):
    """The facets that were asked for, those with the most posts first."""

    category = TermCountSerializer(
        many=True, required=False, help_text="With the posts of all categories below it."
    )
    tag = TermCountSerializer(many=True, required=False, help_text=FREQUENT)
    author = AuthorCountSerializer(many=True, required=False, help_text=FREQUENT)
    year = YearCountSerializer(many=True, required=False, help_text="The newest first.")
