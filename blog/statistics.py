"""The blog in numbers, as in the documents' blog_statistics."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from blog.models import Post
from blog.querysets.visibility import User
from blog.tallies import Kind, number_of, numbers_of

RECENT = timedelta(days=7)
POPULAR_FROM = 6
MOST = 10


def statistics(user: User) -> dict[str, Any]:
    """Return totals, months, and the latest, recent and popular posts, of what is published."""
    months = numbers_of(Kind.MONTH)
    posts, comments = sum(months.values()), number_of(Kind.COMMENTS)
    shown = Post.objects.visible_to(user).published().for_list(user)
    popular = shown.filter(comment_count__gte=POPULAR_FROM)
    return {
        "total_posts": posts,
        "total_comments": comments,
        "average_comments_per_post": round(comments / posts, 2) if posts else 0.0,
        "latest_post": shown.first(),
        "recent_posts": shown.filter(published_at__gte=timezone.now() - RECENT)[:MOST],
        "popular_posts": popular.order_by("-comment_count", "-published_at", "-pk")[:MOST],
        "months": [
            {"year": key // 100, "month": key % 100, "count": months[key]}
            for key in sorted(months, reverse=True)
        ],
    }


def archive() -> list[dict[str, Any]]:
    """Return the years with published posts, newest first, each with its months."""
    numbers = numbers_of(Kind.MONTH)
    years = []
    for year, group in groupby(sorted(numbers, reverse=True), key=lambda key: key // 100):
        months = [{"month": key % 100, "count": numbers[key]} for key in group]
        years.append({"year": year, "count": sum(m["count"] for m in months), "months": months})
    return years
