"""Posts, comments, categories, tags and images."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from blog.admin.people import HTTPS
from blog.errors import BlogError
from blog.models import Category, Comment, Media, Post, PostTag, Tag
from blog.services.categories import check_place
from blog.services.comments import delete_comment, set_statuses
from blog.services.media import delete_media
from blog.services.posts import check_post, save_post
from blog.services.revisions import record


class PostTagInline(admin.TabularInline):
    model = PostTag
    extra = 1
    autocomplete_fields = ["tag"]


class PostForm(forms.ModelForm):
    """Says beside the field what the services refuse to everybody."""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        post = Post(pk=self.instance.pk)
        for name in ("slug", "status", "featured_image"):
            setattr(post, name, found.get(name) or getattr(post, name))
        try:
            check_post(post)
        except BlogError as exc:
            raise ValidationError({exc.field: exc.message}) from exc
        return found


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    """Saves through the service, so that former slugs and texts are remembered here too."""

    form = PostForm
    list_display = ["title", "author", "category", "status", "published_at", "comment_count"]
    list_filter = ["status", "featured", "category"]
    list_select_related = ["author", "category"]
    search_fields = ["title", "slug", "content"]
    date_hierarchy = "published_at"
    autocomplete_fields = ["author", "category"]
    raw_id_fields = ["featured_image", "seo_image"]
    inlines = [PostTagInline]
    formfield_overrides = HTTPS

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if "excerpt" in form.changed_data:
            obj.excerpt_is_generated = not obj.excerpt
        save_post(post=obj, by=request.user)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if record(form.instance, request.user):  # type: ignore[arg-type]
            # Tags are rows of their own: without this the post would have the version of before.
            Post.objects.filter(pk=form.instance.pk).update(updated_at=timezone.now())


class CategoryForm(forms.ModelForm):
    """Says beside the field what the database would refuse."""

    class Meta:
        model = Category
        fields = ["name", "slug", "description", "parent"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        try:
            check_place(self.instance, found.get("parent"))
        except BlogError as exc:
            raise ValidationError({"parent": exc.message}) from exc
        return found


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    form = CategoryForm
    list_display = ["name", "slug", "parent"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Moderated many at once; through the services, which keep the counters exact."""

    list_display = ["__str__", "start", "post", "author", "status", "created_at"]
    ordering = ["-created_at", "-pk"]
    list_filter = ["status", ("deleted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["post", "author"]
    search_fields = ["content", "author__username", "post__title"]
    date_hierarchy = "created_at"
    actions = ["approve", "reject", "mark_as_spam"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="content")
    def start(self, comment: Comment) -> str:
        return comment.content[:80]

    @admin.action(description="Approve", permissions=["delete"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._set_status(request, queryset, Comment.Status.APPROVED)

    @admin.action(description="Reject", permissions=["delete"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._set_status(request, queryset, Comment.Status.REJECTED)

    @admin.action(description="Mark as spam", permissions=["delete"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._set_status(request, queryset, Comment.Status.SPAM)

    def _set_status(self, request: HttpRequest, rows: QuerySet[Comment], status: str) -> None:
        found = set_statuses(ids=list(rows.values_list("pk", flat=True)), status=status)
        number = sum(found.values())
        words = ngettext("%d comment is now %s.", "%d comments are now %s.", number)
        self.message_user(request, words % (number, status))

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        delete_comment(comment=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        # The youngest first: a reply goes before what it answers, and leaves no placeholder.
        for comment in queryset.filter(deleted_at=None).order_by("-pk"):
            delete_comment(comment=comment)


@admin.register(Media)
class MediaAdmin(admin.ModelAdmin):
    """Described and deleted here; uploaded through the API, which stores images anew."""

    list_display = ["__str__", "owner", "width", "height", "created_at"]
    list_filter = [("alt", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["alt", "owner__username"]
    date_hierarchy = "created_at"
    fields = ["alt", "owner", "file", "width", "height", "created_at"]
    readonly_fields = ["owner", "file", "width", "height", "created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Media) -> None:
        self.delete_queryset(request, Media.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Media]) -> None:
        for media in queryset:
            try:
                delete_media(media=media)
            except BlogError as exc:
                self.message_user(request, exc.message, messages.ERROR)
