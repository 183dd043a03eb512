"""The models; import them from here."""

from blog.models.comment import Comment
from blog.models.imports import ImportedPost
from blog.models.like import Like
from blog.models.media import Media
from blog.models.person import Person
from blog.models.post import FormerSlug, Post, PostTag
from blog.models.taxonomy import Category, Tag

__all__ = [
    "Category",
    "Comment",
    "FormerSlug",
    "ImportedPost",
    "Like",
    "Media",
    "Person",
    "Post",
    "PostTag",
    "Tag",
]
