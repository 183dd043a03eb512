"""Questions about posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from blog.querysets.visibility import User, published, visible_posts
from blog.search.entries import OF_POSTS, enter_posts
from blog.search.index import index
from blog.search.lookups import Relevance
from blog.search.query import Query

if TYPE_CHECKING:
    from blog.models import Post

ID = re.compile(r"[1-9][0-9]{0,17}")
BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM blog_category WHERE slug = %s
    UNION
    SELECT c.id FROM blog_category c JOIN below ON c.parent_id = below.id
) SELECT id FROM below
"""
# What a list never shows, and so never loads.
HEAVY = ("content", "content_html", "toc")
# What a change of is a change of the index, and what is rendered anew before.
SOURCE = {"content", "content_format"}
SEARCHED = {*SOURCE, "content_html", "title", "excerpt", "excerpt_is_generated"}


class PostQuerySet(models.QuerySet):
    """Chainable; a public query starts with `visible_to`."""

    def update(self, **values: Any) -> int:
        """Update the rows, and what is derived from their text with them."""
        if not (SEARCHED | OF_POSTS) & values.keys():
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            pks = list(self.values_list("pk", flat=True))
            number = super().update(**values)
            posts: Any = self.model._default_manager.using(self.db).filter(pk__in=pks)
            if SOURCE & values.keys():
                for post in posts:
                    post.save()
                return number
            if SEARCHED & values.keys():
                index(posts, using=self.db)
            if OF_POSTS & values.keys():
                enter_posts(posts, using=self.db)
        return number

    update.alters_data = True  # type: ignore[attr-defined]

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
        return self.filter(published())

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
        return self.filter(category_id__in=RawSQL(BELOW, [slug]))

    def tagged(self, slugs: list[str]) -> PostQuerySet:
        """Posts that carry at least one of the tags; a join would double those with two."""
        ties = apps.get_model("blog", "PostTag").objects
        return self.filter(Exists(ties.filter(post=OuterRef("pk"), tag__slug__in=slugs)))

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
        return self.filter(search__document__matches=query).annotate(relevance=Relevance(query))

    def by_ref(self, ref: str) -> PostQuerySet:
        """The post with this id, slug or former slug; a slug is never all digits."""
        if ref.isascii() and ref.isdigit():
            return self.filter(pk=int(ref)) if ID.fullmatch(ref) else self.none()
        former = apps.get_model("blog", "FormerSlug").objects.filter(slug=ref)
        # A post that has the slug now goes before one that had it once.
        present = Exists(self.model._default_manager.filter(slug=ref))
        return self.filter(Q(slug=ref) | (Q(pk__in=former.values("post")) & ~present))

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

    def related_to(self, post: Post, limit: int = 3) -> PostQuerySet:
        """The newest others of the same category, as in the documents."""
        if post.category_id is None:
            return self.none()
        return self.published().filter(category=post.category_id).exclude(pk=post.pk)[:limit]

    def neighbour(self, post: Post, newer: bool) -> Post | None:
        """The published post next to this one in time."""
        if post.published_at is None:
            return None
        side, order = ("gt", "") if newer else ("lt", "-")
        beside = Q(**{f"published_at__{side}": post.published_at}) | Q(
            **{"published_at": post.published_at, f"pk__{side}": post.pk}
        )
        found = self.published().filter(beside).order_by(f"{order}published_at", f"{order}pk")
        return found.only("slug", "title").first()

    def count_by_month(self) -> list[tuple[int, int, int]]:
        """Return (year, month, count) of the published ones, newest first."""
        rows = (
            self.published()
            .order_by()
            .values_list("published_at__year", "published_at__month")
            .annotate(number=Count("pk"))
            .order_by("-published_at__year", "-published_at__month")
        )
        return list(rows)
