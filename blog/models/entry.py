"""What is suggested as one types: titles and names, once for each of their words.

Written by blog/search/entries.py, which says how, and read by blog/search/suggestions.py. The key
is all that a search needs to read.
"""

from django.db import models

from blog.models.fields import ByteOrdered


class Entry(models.Model):
    """What one may type the beginning of; the key of each kind begins with it."""

    text = ByteOrdered()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


class PostEntry(Entry):
    """A title of a published post, turned so that one of its words comes first."""

    pk = models.CompositePrimaryKey("text", "published_at", "post")
    # Goes with its post by a trigger (blog/triggers/search.py). The database does not check that
    # there is a post: a title has several entries, and a post is asked before it is suggested.
    post = models.ForeignKey(
        "blog.Post", on_delete=models.DO_NOTHING, db_constraint=False, related_name="entries"
    )
    # Of the post: one whose time has not come is passed over before it is looked at.
    published_at = models.DateTimeField()


class TagEntry(Entry):
    """The name of a tag, turned."""

    pk = models.CompositePrimaryKey("text", "tag")
    tag = models.ForeignKey("blog.Tag", on_delete=models.CASCADE, related_name="entries")


class CategoryEntry(Entry):
    """The name of a category, turned."""

    pk = models.CompositePrimaryKey("text", "category")
    category = models.ForeignKey("blog.Category", on_delete=models.CASCADE, related_name="entries")


class PersonEntry(Entry):
    """A name of somebody who has published, turned."""

    pk = models.CompositePrimaryKey("text", "person")
    person = models.ForeignKey("blog.Person", on_delete=models.CASCADE, related_name="entries")
