"""What the blog keeps by itself: to be looked at, not to be written."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from blog.models import (
    Change,
    FormerSlug,
    IdempotentRequest,
    ImportedPost,
    Like,
    OutgoingMail,
    Revision,
)


class RecordAdmin(admin.ModelAdmin):
    """A list and its rows, read only: services keep them exact."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    list_display = ["post", "number", "person", "created_at"]
    list_select_related = ["post", "person"]
    search_fields = ["post__title", "person__username"]
    date_hierarchy = "created_at"


@admin.register(Like)
class LikeAdmin(RecordAdmin):
    list_display = ["post", "person", "created_at"]
    list_select_related = ["post", "person"]
    search_fields = ["post__title", "person__username"]
    date_hierarchy = "created_at"


@admin.register(FormerSlug)
class FormerSlugAdmin(RecordAdmin):
    list_display = ["slug", "post"]
    list_select_related = ["post"]
    search_fields = ["slug", "post__title"]


@admin.register(ImportedPost)
class ImportedPostAdmin(RecordAdmin):
    list_display = ["source", "post", "created_at"]
    list_select_related = ["post"]
    search_fields = ["source", "post__title"]
    date_hierarchy = "created_at"


@admin.register(OutgoingMail)
class OutgoingMailAdmin(RecordAdmin):
    """What waits, what was sent, what was given up and why; the text may hold a secret link."""

    list_display = ["subject", "to", "kind", "attempts", "due_at", "sent_at", "last_error"]
    list_filter = ["kind", ("due_at", admin.EmptyFieldListFilter)]
    search_fields = ["to", "subject"]
    date_hierarchy = "created_at"
    exclude = ["body"]


@admin.register(IdempotentRequest)
class IdempotentRequestAdmin(RecordAdmin):
    list_display = ["key", "person", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["person"]
    search_fields = ["key", "person__username"]
    date_hierarchy = "created_at"
    exclude = ["body"]


@admin.register(Change)
class ChangeAdmin(RecordAdmin):
    """The feed of changes, with what waits for its time."""

    list_display = ["slug", "kind", "at", "due"]
    list_filter = ["kind", ("due", admin.EmptyFieldListFilter)]
    search_fields = ["slug"]
    date_hierarchy = "at"
