"""The admin site: every model, with the lists that an editor needs."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest

from blog.models import Category, Comment, Media, Person, Post, PostTag, Tag
from blog.services.posts import save_post

# What Django 6 does by itself.
HTTPS: dict[type[models.Field], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Person)
class PersonAdmin(UserAdmin):
    """Django's own, without the first and last names that a person here does not have."""

    list_display = ["username", "display_name", "email", "is_staff", "is_active"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]
    formfield_overrides = HTTPS
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Profile", {"fields": ["display_name", "email", "bio", "website", "avatar"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
    ]


class PostTagInline(admin.TabularInline):
    model = PostTag
    extra = 1
    autocomplete_fields = ["tag"]


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    """Saves through the service, so that a changed slug is remembered here too."""

    list_display = ["title", "author", "category", "status", "published_at", "comment_count"]
    list_filter = ["status", "featured", "category"]
    list_select_related = ["author", "category"]
    search_fields = ["title", "slug", "content"]
    date_hierarchy = "published_at"
    autocomplete_fields = ["author", "category"]
    inlines = [PostTagInline]
    formfield_overrides = HTTPS

    def save_model(self, request: HttpRequest, obj: Post, form: ModelForm, change: bool) -> None:
        if "excerpt" in form.changed_data:
            obj.excerpt_is_generated = not obj.excerpt
        save_post(post=obj)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Read only: moderation goes through its service, which keeps the counters exact."""

    list_display = ["__str__", "post", "author", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["post", "author"]
    search_fields = ["content"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Media)
class MediaAdmin(admin.ModelAdmin):
    list_display = ["__str__", "owner", "width", "height", "created_at"]
    search_fields = ["alt"]
