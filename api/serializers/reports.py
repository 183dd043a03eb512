"""Archive and statistics."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.serializers.posts import PostSummarySerializer


class MonthSerializer(serializers.Serializer):
    """A month with published posts."""

    month = serializers.IntegerField(min_value=1, max_value=12)
    count = serializers.IntegerField(min_value=1)


class YearSerializer(serializers.Serializer):
    """A year with published posts, and its months."""

    year = serializers.IntegerField()
    count = serializers.IntegerField(min_value=1)
    months = MonthSerializer(many=True)


class MonthOfYearSerializer(MonthSerializer):
    """A month with published posts, and its year."""

    year = serializers.IntegerField()


@extend_schema_serializer(many=False)
class StatisticsSerializer(serializers.Serializer):
    """The blog in numbers; only published posts and approved comments count."""

    total_posts = serializers.IntegerField()
    total_comments = serializers.IntegerField()
    average_comments_per_post = serializers.FloatField(help_text="Rounded to two places.")
    latest_post = PostSummarySerializer(
        allow_null=True, help_text="Null on a blog without published posts."
    )
    recent_posts = PostSummarySerializer(
        many=True, help_text="Published in the last 7 days, the newest 10 of them."
    )
    popular_posts = PostSummarySerializer(
        many=True, help_text="With more than 5 comments, the 10 with the most."
    )
    months = MonthOfYearSerializer(
        many=True, help_text="How many posts each month brought, the newest first."
    )
