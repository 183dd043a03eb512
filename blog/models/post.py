"""A post, its former slugs, and its ties to tags."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from blog.markup import excerpt_from, reading_minutes, render
from blog.models.fields import SlugField
from blog.querysets import PostQuerySet
from blog.search.entries import OF_POSTS, enter_posts
from blog.search.index import SEARCHED, index
from blog.slugs import RESERVED, check_unambiguous

if TYPE_CHECKING:
    from blog.models.comment import Comment

COUNTERS = ("like_count", "comment_count")
DERIVED = ("content_html", "toc", "reading_minutes", "excerpt")


class Post(models.Model):
    """The centre of the blog.

    "Scheduled" is not stored: a published post whose time has not come appears by time alone.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    class Format(models.TextChoices):
        MARKDOWN = "markdown"
        HTML = "html"

    title = models.CharField(max_length=200)
    slug = SlugField(validators=[check_unambiguous])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    category = models.ForeignKey(
        "blog.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    tags = models.ManyToManyField(
        "blog.Tag", through="blog.PostTag", related_name="posts", blank=True
    )
    content = models.TextField(blank=True)
    content_format = models.CharField(
        max_length=10, choices=Format.choices, default=Format.MARKDOWN
    )
    content_html = models.TextField(blank=True, editable=False)
    toc = models.JSONField(default=list, editable=False)
    excerpt = models.CharField(max_length=500, blank=True)
    excerpt_is_generated = models.BooleanField(default=True, editable=False)
    reading_minutes = models.PositiveIntegerField(default=1, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    featured = models.BooleanField(default=False)
    featured_image = models.ForeignKey(
        "blog.Media", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seo_title = models.CharField(max_length=200, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    seo_canonical_url = models.URLField(max_length=500, blank=True)
    seo_image = models.ForeignKey(
        "blog.Media", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    like_count = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    # Not columns: what PostQuerySet.with_liked(), CommentQuerySet.attach_threads() and the view of
    # one post add.
    liked: bool | None
    threads: list[Comment]
    previous: Post | None
    next: Post | None

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("publish_post", "Can publish own posts"),
            ("edit_any_post", "Can see, edit, publish and delete any post"),
        ]
        indexes = [
            models.Index(
                *("status", F("published_at").desc(), F("id").desc(), "category", "author"),
                name="post_date",
            ),
            models.Index("status", F("updated_at").desc(), F("id").desc(), name="post_updated"),
            models.Index("status", "title", "id", name="post_title"),
            models.Index("status", F("comment_count").desc(), F("id").desc(), name="post_comments"),
            models.Index("status", F("like_count").desc(), F("id").desc(), name="post_likes"),
            models.Index(
                *("category", "status", F("published_at").desc(), F("id").desc(), "author"),
                name="post_category",
            ),
            models.Index(
                *("author", "status", F("published_at").desc(), F("id").desc(), "category"),
                name="post_author",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(status="published", published_at__isnull=False),
                name="post_published_has_date",
            ),
            models.CheckConstraint(
                condition=Q(content_format__in=["markdown", "html"]), name="post_format_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="post_has_title"),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(slug__regex=r"^[0-9]+$") & ~Q(slug__in=sorted(RESERVED)),
                name="post_slug_allowed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Render on every path that writes the content; reads never render.

        A row that exists is never inserted again, and its counters are left to their services: what
        this object holds of them may be older than a like.
        """
        fields = kwargs.get("update_fields")
        if fields is None and not self._state.adding:
            fields = self._own_columns()
        if fields is None or "content" in fields:
            self.render()
        if fields is not None:
            derived = {*DERIVED, "excerpt_is_generated"} if "content" in fields else set()
            fields = kwargs["update_fields"] = {*fields, *derived}
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            super().save(*args, **kwargs)
            if fields is None or SEARCHED & fields:
                index([self], using=self._state.db)
            if fields is None or OF_POSTS & fields:
                enter_posts([self], using=self._state.db)

    def get_absolute_url(self) -> str:
        return reverse("blog:post-detail", kwargs={"ref": self.slug})

    def _own_columns(self) -> set[str]:
        columns = {field.attname for field in self._meta.concrete_fields if not field.primary_key}
        return columns - set(COUNTERS) - self.get_deferred_fields()

    @property
    def publication(self) -> datetime | None:
        """When it appears; None for a draft, whatever date it carries."""
        return self.published_at if self.status == self.Status.PUBLISHED else None

    @property
    def is_published(self) -> bool:
        """Twin of PostQuerySet.published()."""
        return self.publication is not None and self.publication <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        """Twin of PostQuerySet.scheduled()."""
        return self.publication is not None and self.publication > timezone.now()

    @property
    def current_status(self) -> str:
        """`draft`, `scheduled` or `published`, as of now."""
        return "scheduled" if self.is_scheduled else self.status

    def is_visible_to(self, user) -> bool:
        """Twin of PostQuerySet.visible_to()."""
        return self.is_published or self.history_is_open_to(user)

    def history_is_open_to(self, user) -> bool:
        """Whether its drafts and revisions are the person's business: its author, or an editor."""
        return user.is_authenticated and (user.pk == self.author_id or user.sees_everything)

    def can_be_edited_by(self, user) -> bool:
        """Whether the person may change or delete it: its author, or an editor.

        Once it is out, or on its way, that takes the right to publish: whoever lacks it would
        publish unread text by an edit.
        """
        if not user.is_authenticated:
            return False
        right = "write_posts" if self.status == self.Status.DRAFT else "publish"
        return (user.pk == self.author_id and user.may(right)) or user.may("edit_any_post")

    can_be_deleted_by = can_be_edited_by

    def can_be_commented_by(self, user) -> bool:
        """Whether the person may add a comment: whoever is signed in, on a published post."""
        return self.is_published and user.is_authenticated and user.may("comment")

    def render(self) -> None:
        """Derive HTML, table of contents, reading time and (unless given) the excerpt."""
        rendered = render(self.content, self.content_format)
        self.content_html, self.toc = rendered.html, rendered.toc
        self.reading_minutes = reading_minutes(rendered.text)
        self.excerpt_is_generated = self.excerpt_is_generated or not self.excerpt
        if self.excerpt_is_generated:
            self.excerpt = excerpt_from(rendered.lead)


class FormerSlug(models.Model):
    """A slug that a post once had: a link to it is redirected, not broken."""

    slug = SlugField()
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        ordering = ["slug", "-pk"]

    def __str__(self) -> str:
        return self.slug


class PostTag(models.Model):
    """A tag on a post, with the post's date: the list of a tag is read in this order.

    Triggers keep `published_at` (blog/triggers/tallies.py); it is null for a draft.
    """

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="post_tags", db_index=False
    )
    tag = models.ForeignKey(
        "blog.Tag", on_delete=models.CASCADE, related_name="post_tags", db_index=False
    )
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index("tag", F("published_at").desc(), F("post").desc(), name="tag_date")]
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="post_tag_once")]

    def __str__(self) -> str:
        return f"{self.post_id} is tagged {self.tag_id}"
