"""What lists of comments can be narrowed by."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django_filters.rest_framework import FilterSet

from api.filters.fields import MOMENT, Instant, ordering
from blog.models import Comment, Post
from blog.tallies import number_of_public_comments


class CommentFilters(FilterSet):
    """Parameters of `comments/`; they combine with "and"."""

    post = filters.CharFilter(method="of_post", max_length=200, label="Id or slug of the post.")
    author = filters.CharFilter(
        field_name="author__username", max_length=60, label="User name of the author."
    )
    status = filters.ChoiceFilter(
        choices=Comment.Status.choices,
        label="State of moderation; others than `approved` show to editors, and one's own.",
    )
    created_after = Instant(
        field_name="created_at", lookup_expr="gt", label=f"Written after {MOMENT}"
    )
    created_before = Instant(
        field_name="created_at", lookup_expr="lt", label=f"Written before {MOMENT}"
    )
    ordering = ordering("created_at")

    def filter_queryset(self, queryset: Any) -> QuerySet:
        """Know the number of all that everybody may see."""
        found: Any = super().filter_queryset(queryset)
        given = self.form.cleaned_data.items()
        is_whole = not any(value for name, value in given if name != "ordering")
        if is_whole and not self.request.user.is_authenticated:
            found.tally = number_of_public_comments
        return found

    def of_post(self, queryset: Any, name: str, value: str) -> QuerySet:
        posts = Post.objects.visible_to(self.request.user).by_ref(value)
        return queryset.filter(post__in=posts.values("pk"))
