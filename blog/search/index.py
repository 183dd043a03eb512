"""Keeps the index in step with the posts, and builds it anew.

`index` is called wherever the text of posts is written (`Post.save()`, and `update()` and
`bulk_create()` of their queryset), in the same transaction. A deleted post takes its document along
by a trigger (blog/triggers/).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from blog.markup import text_of
from blog.search.backends import BACKENDS, Document
from blog.search.words import Token, words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from blog.models import Post

# What a change of is a change of the index, and what is rendered anew before.
SOURCE = {"content", "content_format"}
SEARCHED = {*SOURCE, "content_html", "title", "excerpt", "excerpt_is_generated"}
BATCH = 500
READ = ("title", "excerpt", "excerpt_is_generated", "content_html")


def index(posts: Iterable["Post"], using: str | None = None) -> None:
    """Store the documents of posts, in place of former ones."""
    connection = connections[using or DEFAULT_DB_ALIAS]
    backend = BACKENDS[connection.vendor]
    rows = [backend.row(document_of(post)) for post in posts]
    with connection.cursor() as cursor:
        cursor.executemany(backend.insert, rows)


def document_of(post: "Post") -> Document:
    """Return what is indexed of a rendered post; a generated excerpt says nothing of its own."""
    excerpt = "" if post.excerpt_is_generated else post.excerpt
    parts = [_tokens(text) for text in (post.title, excerpt, text_of(post.content_html))]
    title, excerpt_tokens, content = ([token.text for token in part] for part in parts)
    forms = dict.fromkeys(token.form for token in chain(*parts) if token.form)
    return Document(post.pk, title, excerpt_tokens, content, forms)


def _tokens(text: str) -> list[Token]:
    return [token for word in words(text) for token in word.tokens]


def rebuild(
    posts: "QuerySet[Post]",
    *,
    using: str = DEFAULT_DB_ALIAS,
    progress: Callable[[int], object] = lambda done: None,
) -> None:
    """Build the whole index anew in one transaction; readers see the old one until it is done."""
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute(BACKENDS[connection.vendor].empty)
        for batch in batches(posts.using(using).only(*READ)):
            index(batch, using)
            progress(len(batch))


def batches(rows: Any) -> Iterator[list[Any]]:
    """Yield the rows in the order of their ids, a batch at a time."""
    rows, last = rows.order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk
