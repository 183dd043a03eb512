"""The models; import them from here."""

from blog.models.change import Change
from blog.models.comment import Comment
from blog.models.entry import CategoryEntry, PersonEntry, PostEntry, TagEntry
from blog.models.idempotency import IdempotentRequest
from blog.models.imports import ImportedPost
from blog.models.like import Like
from blog.models.mail import OutgoingMail
from blog.models.media import Media
from blog.models.person import Person
from blog.models.post import FormerSlug, Post, PostTag
from blog.models.revision import Revision
from blog.models.search import SearchDocument
from blog.models.tally import Tally
from blog.models.taxonomy import Category, Tag
from blog.models.token import AccessToken

__all__ = [
    "AccessToken",
    "Category",
    "CategoryEntry",
    "Change",
    "Comment",
    "FormerSlug",
    "IdempotentRequest",
    "ImportedPost",
    "Like",
    "Media",
    "OutgoingMail",
    "Person",
    "PersonEntry",
    "Post",
    "PostEntry",
    "PostTag",
    "Revision",
    "SearchDocument",
    "Tag",
    "TagEntry",
    "Tally",
]
