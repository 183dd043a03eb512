"""Questions about posts."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from blog.querysets.derived import DerivedQuerySet
from blog.querysets.loading import below, only_needed
from blog.querysets.tallied import Tallied
from blog.querysets.visibility import User, published, visible_posts
from blog.querysets.windows import Carries, window
from blog.search.entries import OF_POSTS, enter_posts
from blog.search.index import SEARCHED, SOURCE, index
from blog.search.lookups import Relevance
from blog.search.query import Query

if TYPE_CHECKING:
    from blog.models import Post

ID = re.compile(r"[1-9][0-9]{0,17}")
# What a list never shows, and so never loads.
HEAVY = ("content", "content_html", "toc")
# What `loading` is asked for that no join brings.
BESIDES = ("liked", "tags", "comments")


class PostQuerySet(Tallied, DerivedQuerySet):
    """Chainable; a public query starts with `visible_to`."""

    derived_from = SEARCHED | OF_POSTS

    # How a list can be walked by an index (windows.py): a category or a tag, and its slug.
    walk: tuple[str, str] | None = None
    # Whether all of it is published, which the dates beside the tags know nothing else of.
    is_published = False
    # Whether it is all that is published, as the tallies count it.
    is_whole = False
    # The words that have chosen them.
    words: Query | None = None
    # Whether one thing alone has chosen from all that is published, words or a tag.
    is_chosen_once = False

    def _clone(self) -> PostQuerySet:
        clone = super()._clone()  # type: ignore[misc]
        for name in ("walk", "words", "is_published", "is_chosen_once"):
            setattr(clone, name, getattr(self, name))
        return clone

    def filter(self, *args: Any, **kwargs: Any) -> Any:
        found: Any = super().filter(*args, **kwargs)
        found.is_chosen_once = False
        return found

    def window(self, start: int, stop: int, until: datetime | None = None) -> list[Post]:
        """Return the posts from place `start` up to `stop`, at a bounded cost."""
        return window(self, start, stop, until)

    def _derive(self, rows: Any, changed: Collection[str]) -> None:
        """Render a new source, which indexes and enters it too, or do only that."""
        if SOURCE.intersection(changed):
            for post in rows:
                post.save()
            return
        if SEARCHED.intersection(changed):
            index(rows, using=self.db)
        if OF_POSTS.intersection(changed):
            enter_posts(rows, using=self.db)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """Insert rendered posts, their documents and entries."""
        with transaction.atomic(using=self.db, savepoint=False):
            posts: Any = super().bulk_create(objs, *args, **kwargs)
            index(posts, using=self.db)
            enter_posts(posts, using=self.db)
        return posts

    def visible_to(self, user: User) -> PostQuerySet:
        """Published ones; their own for authors; all for editors."""
        return self.filter(visible_posts(user))

    def published(self) -> PostQuerySet:
        found = self.filter(published())
        found.is_published = True
        return found

    def scheduled(self) -> PostQuerySet:
        return self.filter(status="published", published_at__gt=timezone.now())

    def drafts(self) -> PostQuerySet:
        return self.filter(status="draft")

    def with_status(self, status: str) -> PostQuerySet:
        """`draft`, `scheduled` or `published`, as of now."""
        questions = {
            "draft": self.drafts,
            "scheduled": self.scheduled,
            "published": self.published,
        }
        return questions[status]()

    def in_category(self, slug: str) -> PostQuerySet:
        """Posts of the category and of every category below it."""
        tree = apps.get_model("blog", "Category").objects.below(slug)
        found = self.filter(category_id__in=tree)
        found.walk = ("category", slug)
        return found

    def tagged(self, slugs: list[str]) -> PostQuerySet:
        """Posts that carry at least one of the tags; a join would double those with two."""
        ties = apps.get_model("blog", "PostTag").objects
        tied = ties.filter(post=OuterRef("pk"), tag__slug__in=slugs)
        if len(slugs) > 1:
            return self.filter(Exists(tied))
        found = self.filter(Carries(tied, slugs[0]))
        found.walk = ("tag", slugs[0])
        return found

    def not_tagged(self, slugs: list[str]) -> PostQuerySet:
        """Posts that carry none of the tags."""
        ties = apps.get_model("blog", "PostTag").objects
        return self.exclude(Exists(ties.filter(post=OuterRef("pk"), tag__slug__in=slugs)))

    def matching(self, query: Query) -> PostQuerySet:
        """Posts that the query finds, with `relevance`: how well."""
        if not query:
            return self.none()
        if not query.terms:
            found, posts = self, apps.get_model("blog", "Post").objects
            for term in query.excluded:
                others = posts.matching(Query((term,)))
                found = found.exclude(pk__in=others.values("pk"))
            return found.annotate(relevance=Value(0.0))
        found = self.filter(search__document__matches=query).annotate(relevance=Relevance(query))
        found.words = query
        return found

    def documents(self, query: Query) -> models.QuerySet:
        """Return the documents of the published posts that the query finds, without a look at them.

        What is not published is little, and left out of what the index finds.
        """
        documents = apps.get_model("blog", "SearchDocument").objects.filter(document__matches=query)
        # Apart, because either is read from an index alone.
        for hidden in (self.drafts(), self.scheduled()):
            documents = documents.exclude(pk__in=hidden.order_by().values("pk"))
        return documents

    def by_ref(self, ref: str) -> PostQuerySet:
        """The post with this id, slug or former slug; a slug is never all digits."""
        if ref.isascii() and ref.isdigit():
            return self.filter(pk=int(ref)) if ID.fullmatch(ref) else self.none()
        # A post that has the slug now goes before one that had it once. One key, because
        # PostgreSQL reads every post for a condition with "or".
        present = self.model._default_manager.filter(slug=ref)
        former = apps.get_model("blog", "FormerSlug").objects.filter(slug=ref)
        pk = Coalesce(Subquery(present.values("pk")), Subquery(former.values("post")))
        return self.filter(pk=pk)

    def with_liked(self, user: User) -> PostQuerySet:
        """Add `liked`: whether this person likes it, None for an anonymous reader."""
        if not user.is_authenticated:
            return self.annotate(liked=Value(None, output_field=models.BooleanField(null=True)))
        likes = apps.get_model("blog", "Like").objects.filter(person=user, post=OuterRef("pk"))
        return self.annotate(liked=Exists(likes))

    def with_parts(self, user: User) -> PostQuerySet:
        """Load what every representation of a post shows, in two statements."""
        tags = apps.get_model("blog", "Tag").objects.order_by("name", "pk")
        return (
            self.with_liked(user)
            .select_related("author__avatar", "category", "featured_image")
            .prefetch_related(Prefetch("tags", queryset=tags))
        )

    def for_list(self, user: User, include: frozenset[str] = frozenset()) -> PostQuerySet:
        """Load a list without the columns that it does not show."""
        return self.with_parts(user).defer(*(name for name in HEAVY if name not in include))

    def loading(self, user: User, needs: frozenset[str]) -> PostQuerySet:
        """Load what is needed (blog/querysets/loading.py) of the posts and what hangs on them.

        Needs of `comments` are for CommentQuerySet.attach_threads(), once the posts are there.
        """
        own = {need for need in needs if need.partition("__")[0] not in BESIDES}
        posts = only_needed(self, own)
        if "liked" in needs:
            posts = posts.with_liked(user)
        if of_tags := below("tags", needs):
            tags = apps.get_model("blog", "Tag").objects.order_by("name", "pk")
            posts = posts.prefetch_related(Prefetch("tags", queryset=only_needed(tags, of_tags)))
        return posts

    def neighbour(self, post: Post, newer: bool) -> Post | None:
        """The published post next to this one in time."""
        if post.published_at is None:
            return None
        side, order = ("gt", "") if newer else ("lt", "-")
        beside = Q(**{f"published_at__{side}": post.published_at}) | Q(
            **{"published_at": post.published_at, f"pk__{side}": post.pk}
        )
        # Said once more as one range, where an index begins to read.
        bound = Q(**{f"published_at__{side}e": post.published_at})
        found = (
            self.published().filter(bound, beside).order_by(f"{order}published_at", f"{order}pk")
        )
        return found.only("slug", "title").first()
