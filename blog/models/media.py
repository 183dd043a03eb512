"""An image that posts and people show."""

from django.conf import settings
from django.db import models

from blog.querysets import MediaQuerySet

FOLDER = "images"
UPLOAD_TO = f"{FOLDER}/%Y/%m/"


class Media(models.Model):
    """An uploaded image with its three smaller sizes, made at upload."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="media"
    )
    file = models.ImageField(
        upload_to=UPLOAD_TO, width_field="width", height_field="height", max_length=200
    )
    small = models.ImageField(upload_to=UPLOAD_TO, blank=True, max_length=200)
    medium = models.ImageField(upload_to=UPLOAD_TO, blank=True, max_length=200)
    large = models.ImageField(upload_to=UPLOAD_TO, blank=True, max_length=200)
    alt = models.CharField(max_length=300, blank=True)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MediaQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return self.alt or str(self.file)

    def can_be_edited_by(self, user) -> bool:
        """Whether the person may change or delete it: its owner, or an editor."""
        if not user.is_authenticated:
            return False
        return (user.pk == self.owner_id and user.may("upload")) or user.may("edit_any_media")

    can_be_deleted_by = can_be_edited_by
