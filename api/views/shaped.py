"""Posts that show, and load, what `fields` and `include` ask for."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from api.filters.shape import Selection, selection_of
from api.representations import Represented
from blog.models import Comment, Post
from blog.querysets import PostQuerySet
from blog.querysets.loading import below, ordered_by


class Shaped(Represented):
    """Tells the serializers and the database what was asked for."""

    @cached_property
    def selection(self) -> Selection:
        return selection_of(self)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "selection": self.selection}

    def shown_columns(self) -> Sequence[str]:
        return self.selection.names

    def filter_queryset(self, queryset: Any) -> Any:
        """Load what is shown once the order is known: a cursor is made of what orders the rows."""
        rows: Any = super().filter_queryset(queryset)
        loaded = self.loaded(rows, ordered_by(rows))
        # Whatever is loaded of them, they are as many.
        loaded.tally = rows.tally
        return loaded

    def loaded(self, posts: PostQuerySet, also: frozenset[str] = frozenset()) -> PostQuerySet:
        """Load what a list shows of these posts."""
        user, selection = self.request.user, self.selection
        if selection.tree:
            return posts.loading(user, selection.needs | also)
        needed = {"content_html"} if "highlight" in selection.include else set()
        return posts.for_list(user, selection.include | needed)

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        return page if page is None else self.with_threads(page)

    def with_threads(self, posts: Sequence[Post]) -> Sequence[Post]:
        """Give the posts their comments, if they are asked for."""
        if needs := below("comments", self.selection.needs):
            Comment.objects.visible_to(self.request.user).attach_threads(posts, needs)
        return posts
