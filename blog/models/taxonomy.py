"""Categories, a tree that editors keep, and tags, a flat list that grows with the posts."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from blog.models.fields import SlugField
from blog.querysets import CategoryQuerySet, TagQuerySet


class Category(models.Model):
    """A place in the tree. That the tree has no cycle is held by a trigger (blog/triggers/)."""

    slug = SlugField(max_length=100)
    name = models.CharField(max_length=100)
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

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:category", kwargs={"category": self.slug})


class Tag(models.Model):
    """A word that posts share."""

    slug = SlugField(max_length=100)
    name = models.CharField(max_length=100)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="tag_has_slug"),
            models.UniqueConstraint(Lower("name"), name="tag_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", kwargs={"tag": self.slug})
