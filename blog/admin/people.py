"""People, their roles and their tokens."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models
from django.http import HttpRequest

from blog.models import AccessToken, Person

# What Django 6 does by itself.
HTTPS: dict[type[models.Field], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Person)
class PersonAdmin(UserAdmin):
    """Django's own, without the first and last names that a person here does not have."""

    list_display = ["username", "display_name", "email", "role", "is_active", "date_joined"]
    list_filter = ["groups", "is_active", "is_superuser"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]
    date_hierarchy = "date_joined"
    list_prefetch_related = ["groups"]
    raw_id_fields = ["avatar"]
    formfield_overrides = HTTPS
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Profile", {"fields": ["display_name", "email", "bio", "website", "avatar"]}),
        ("Rights", {"fields": ["is_active", "is_superuser", "groups"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")


@admin.register(AccessToken)
class AccessTokenAdmin(admin.ModelAdmin):
    """Listed and revoked; made by their owners only, who alone see the secret."""

    list_display = ["name", "person", "scope", "created_at", "expires_at"]
    list_filter = ["scope"]
    list_select_related = ["person"]
    search_fields = ["name", "person__username"]
    date_hierarchy = "expires_at"
    exclude = ["digest"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
