"""The full-text index as a table beside the posts."""

from django.db import models

from blog.search.lookups import SearchField


class SearchDocument(models.Model):
    """A post's entry in the index; written by blog/search/index.py, made by a migration.

    The names are FTS5's: `rowid` is its key, and the column named as the table is all of it.
    """

    post = models.OneToOneField(
        "blog.Post",
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        related_name="search",
    )
    document = SearchField(db_column="blog_search")

    class Meta:
        managed = False
        db_table = "blog_search"

    def __str__(self) -> str:
        return f"Index of post {self.post_id}"
