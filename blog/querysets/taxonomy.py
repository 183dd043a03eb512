"""Questions about categories and tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from blog.querysets.derived import DerivedQuerySet, Row
from blog.querysets.visibility import User, count_of
from blog.search.entries import OF_TERMS, enter_terms

if TYPE_CHECKING:
    from blog.models import Category


BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM blog_category WHERE slug = %s
    UNION
    SELECT c.id FROM blog_category c JOIN below ON c.parent_id = below.id
) SELECT id FROM below
"""


class TermQuerySet(DerivedQuerySet[Row]):
    """What is written to many names at once is entered too (blog/search/entries.py)."""

    derived_from = OF_TERMS

    def _derive(self, rows: Any, changed: Collection[str]) -> None:
        enter_terms(rows, self.db)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic(using=self.db, savepoint=False):
            terms: Any = super().bulk_create(objs, *args, **kwargs)
            enter_terms(terms, self.db)
        return terms


class CategoryQuerySet(TermQuerySet["Category"]):
    """Chainable; a public query starts with `visible_to`."""

    def visible_to(self, user: User) -> CategoryQuerySet:
        """All of them, whoever asks: an empty category is still a place in the tree."""
        return self.all()

    def below(self, slug: str) -> RawSQL:
        """Return a query of the ids of a category and of all below it."""
        return RawSQL(BELOW, [slug])

    def as_tree(self) -> list[Category]:
        """Return the categories in tree order, in two statements.

        Each has `branches` (its children, in order) and `post_count`, the published posts in it
        and in all that is below it.
        """
        counts = self.own_counts()
        branches: dict[int | None, list[Category]] = defaultdict(list)
        for category in self.order_by("name", "pk"):
            branches[category.parent_id].append(category)
        ordered: list[Category] = []

        def visit(category: Category, parent: Category | None) -> int:
            ordered.append(category)
            category.parent = parent
            category.branches = branches[category.pk]
            below = sum(visit(child, category) for child in category.branches)
            category.post_count = counts.get(category.pk, 0) + below
            return category.post_count

        for root in branches[None]:
            visit(root, None)
        return ordered

    def sorted_before(self, name: str, pk: int) -> CategoryQuerySet:
        """Those that stand before such a one among its siblings, as the database sorts names."""
        return self.filter(Q(name__lt=name) | Q(name=name, pk__lt=pk))

    def own_counts(self) -> dict[int, int]:
        """Return how many published posts each category holds itself, in one statement."""
        rows = apps.get_model("blog", "Post").objects.published().filter(category__isnull=False)
        return dict(rows.order_by().values_list("category").annotate(number=Count("pk")))


class TagQuerySet(TermQuerySet):
    """Chainable; a public query starts with `visible_to`."""

    def visible_to(self, user: User) -> TagQuerySet:
        """Those that a visible post carries: a tag of hidden posts only is hidden with them."""
        if user.is_authenticated and user.sees_everything:
            return self.all()
        ties = apps.get_model("blog", "PostTag").objects.filter(tag=OuterRef("pk"))
        # The date beside the tag (blog/triggers/tallies.py): no post has to be looked at.
        carried = Q(Exists(ties.filter(published_at__lte=timezone.now())))
        if user.is_authenticated:
            carried |= Q(Exists(ties.filter(post__author=user)))
        return self.filter(carried)

    def with_post_count(self) -> TagQuerySet:
        """Add `post_count`: the published posts that carry the tag."""
        # The date beside the tag (blog/triggers/tallies.py): no post has to be looked at.
        ties = apps.get_model("blog", "PostTag").objects.filter(published_at__lte=timezone.now())
        return self.annotate(post_count=count_of(ties, "tag"))
