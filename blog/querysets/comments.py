"""Questions about comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Prefetch, Q, prefetch_related_objects

from blog.querysets.loading import only_needed
from blog.querysets.tallied import Tallied
from blog.querysets.visibility import User, visible_posts

if TYPE_CHECKING:
    from blog.models import Comment, Post

# What a thread is put together by, whatever is shown of it.
JOINTS = frozenset({"post", "parent"})
# Of each of several posts; further ones are for a page of that post's comments.
MOST_THREADS = 20


class CommentQuerySet(Tallied, models.QuerySet["Comment"]):
    """Chainable; a public query starts with `visible_to`."""

    def visible_to(self, user: User) -> CommentQuerySet:
        """Approved ones and one's own pending ones, on posts that the person may see."""
        if user.is_authenticated and user.sees_everything:
            return self.all()
        allowed = Q(status="approved")
        if user.is_authenticated:
            allowed |= Q(status="pending", author=user)
        return self.filter(allowed, visible_posts(user, "post__"))

    def counted(self) -> CommentQuerySet:
        """Those that `Post.comment_count` counts: approved and not deleted."""
        return self.filter(status="approved", deleted_at__isnull=True)

    def roots(self) -> CommentQuerySet:
        """The first comment of each thread."""
        return self.filter(parent__isnull=True)

    def with_parts(self) -> CommentQuerySet:
        """Load what a comment shows, in one statement."""
        return self.select_related("author__avatar").annotate(post_slug=F("post__slug"))

    def loading(self, needs: frozenset[str]) -> CommentQuerySet:
        """Load what is needed (blog/querysets/loading.py), and what puts threads together."""
        comments = only_needed(self, needs - {"post_slug", "replies"} | JOINTS)
        return comments.annotate(post_slug=F("post__slug")) if "post_slug" in needs else comments

    def attach_threads(self, posts: Sequence[Post], needs: frozenset[str]) -> None:
        """Give each post its first `threads`, in one statement for the roots of all of them.

        The `replies`, where they are needed, take one more.
        """
        comments = self.loading(needs)
        roots = Prefetch("comments", comments.roots()[:MOST_THREADS], to_attr="threads")
        prefetch_related_objects(posts, roots)
        if "replies" in needs:
            comments.attach_replies([root for post in posts for root in post.threads])

    def attach_replies(self, roots: list[Comment]) -> None:
        """Give each comment of the threads its `thread_replies`, in one statement for all.

        A reply to a comment that the reader may not see is not shown either.
        """
        replies: list[Comment] = list(self.filter(root__in=roots))
        comments: list[Comment] = [*roots, *replies]
        by_id = {comment.pk: comment for comment in comments}
        for comment in comments:
            comment.thread_replies = []
        for reply in replies:
            if parent := by_id.get(reply.parent_id or 0):
                parent.thread_replies.append(reply)
