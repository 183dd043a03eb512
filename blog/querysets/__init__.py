"""Every reusable question that the blog asks its database, a file for each noun."""

from blog.querysets.changes import ChangeQuerySet
from blog.querysets.comments import CommentQuerySet
from blog.querysets.media import MediaQuerySet
from blog.querysets.people import PersonQuerySet
from blog.querysets.posts import PostQuerySet
from blog.querysets.taxonomy import CategoryQuerySet, TagQuerySet

__all__ = [
    "CategoryQuerySet",
    "ChangeQuerySet",
    "CommentQuerySet",
    "MediaQuerySet",
    "PersonQuerySet",
    "PostQuerySet",
    "TagQuerySet",
]
