"""A like: one a person and post."""

from django.conf import settings
from django.db import models


class Like(models.Model):
    """Made and removed by blog/services/likes.py, which keeps `Post.like_count` in step."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="likes"
    )
    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="likes")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="like_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} likes {self.post_id}"
