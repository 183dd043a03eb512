"""What an import brought, so that a second run changes nothing."""

from django.db import models


class ImportedPost(models.Model):
    """Ties a record of another system to the post it became.

    `source` is "<importer>:<key>", for example "markdown:2014-10-30-Stability.md".
    """

    source = models.CharField(max_length=500, unique=True)
    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="imports")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["source", "-pk"]

    def __str__(self) -> str:
        return self.source
