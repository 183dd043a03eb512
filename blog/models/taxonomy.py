"""Categories, a tree that editors keep, and tags, a flat list that grows with the posts."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse

from blog.models.fields import SlugField
from blog.querysets import CategoryQuerySet, TagQuerySet
from blog.search.entries import OF_TERMS, enter_terms


class Term(models.Model):
    """What has a name that is suggested as one types (blog/search/entries.py)."""

    name = models.CharField(max_length=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            super().save(*args, **kwargs)
            if fields is None or OF_TERMS & set(fields):
                enter_terms([self], using=self._state.db)


class Category(Term):
    """A place in the tree. That the tree has no cycle is held by a trigger (blog/triggers/)."""

    slug = SlugField(max_length=100)
    description = models.CharField(max_length=500, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    # Not columns: what CategoryQuerySet.as_tree() adds.
    branches: list[Category]
    post_count: int

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-pk"]
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="category_has_slug"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")), name="category_not_its_own_parent"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("blog:category", kwargs={"category": self.slug})


class Tag(Term):
    """A word that posts share."""

    slug = SlugField(max_length=100)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="tag_has_slug"),
            models.UniqueConstraint(Lower("name"), name="tag_name_unique"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", kwargs={"tag": self.slug})
