"""The blog in numbers, as in the documents' blog_statistics."""

from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from blog.models import Post
from blog.querysets.visibility import User

RECENT = timedelta(days=7)
POPULAR_FROM = 6
MOST = 10


def statistics(user: User) -> dict[str, Any]:
    """Return totals and the latest, recent and popular posts, of what is published."""
    published = Post.objects.visible_to(user).published()
    totals = published.order_by().aggregate(posts=Count("pk"), comments=Sum("comment_count"))
    posts, comments = totals["posts"], totals["comments"] or 0
    shown = published.for_list(user)
    popular = shown.filter(comment_count__gte=POPULAR_FROM)
    return {
        "total_posts": posts,
        "total_comments": comments,
        "average_comments_per_post": round(comments / posts, 2) if posts else 0.0,
        "latest_post": shown.first(),
        "recent_posts": shown.filter(published_at__gte=timezone.now() - RECENT)[:MOST],
        "popular_posts": popular.order_by("-comment_count", "-published_at", "-pk")[:MOST],
    }


def archive(user: User) -> list[dict[str, Any]]:
    """Return the years with published posts, newest first, each with its months."""
    rows = Post.objects.visible_to(user).count_by_month()
    years = []
    for year, group in groupby(rows, key=itemgetter(0)):
        months = [{"month": month, "count": count} for _, month, count in group]
        years.append({"year": year, "count": sum(m["count"] for m in months), "months": months})
    return years
