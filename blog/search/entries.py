"""Keeps the entries by which titles and names are suggested (blog/search/suggestions.py).

As in the index of a book, a title is entered once for each of its words, turned so that the word
comes first: "A small Django app" is also "django app, a small". Whichever of its words somebody
types, the beginning of an entry is what is typed, and an index on a column finds it at any size.

Posts are entered while they are published or scheduled, people once they have published, in the
transaction of the write. Nothing is shown because of an entry alone: the row it leads to is asked
whether it may be seen.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Exists, OuterRef

from blog.search.index import batches
from blog.search.words import parts

# What a change of is a change of the entries.
OF_POSTS = {"title", "status", "published_at", "author", "author_id"}
OF_PEOPLE = {"display_name", "username"}
OF_TERMS = {"name"}
# Characters of an entry, and turns of a text; titles beyond are no titles.
LONGEST = 300
TURNS = 64
# Texts to enter: the id of the row, the text, and what else an entry of it holds.
Texts = list[tuple[Any, ...]]
TYPES = ("text", "bigint", "timestamptz")  # of the columns, in their order
LAST = "\U0010ffff"  # follows every letter: what begins with `x` stands before `x` and this


def turned(text: str) -> list[str]:
    """Return the entries of a text: a turn for each word, and each character of a run."""
    line = ""
    starts: list[int] = []
    for part in parts(text):
        starts += range(len(line), len(line) + (len(part.text) if part.is_run else 1))
        line += f"{part.text} "
    line = line[:LONGEST]
    turns = (f"{line[at:].strip()}, {line[:at].strip()}".strip(", ") for at in starts[:TURNS])
    return sorted({turn for turn in turns if turn})


def enter_posts(posts: Iterable[Any], using: str | None = None) -> None:
    """Enter the titles of posts anew, and their authors where they have not been entered yet."""
    if not (posts := list(posts)):
        return
    using = using or DEFAULT_DB_ALIAS
    model = type(posts[0])
    out = [post for post in posts if post.status == "published"]
    date = model._meta.get_field("published_at")
    titles: Texts = [
        (post.pk, post.title, date.get_db_prep_save(post.published_at, connections[using]))
        for post in out
    ]
    _enter(model, [post.pk for post in posts], titles, using)
    if authors := {post.author_id for post in out}:
        people = model._meta.get_field("author").related_model._base_manager.using(using)
        enter_people(people.filter(pk__in=authors, entries=None), using)


def enter_people(people: Any, using: str | None = None) -> None:
    """Enter the names of those who have published anew; nobody else is ever suggested."""
    posts = people.model._meta.get_field("posts").related_model._base_manager
    published = posts.filter(author=OuterRef("pk"), status="published")
    rows = people.annotate(has_published=Exists(published)).only("pk", *sorted(OF_PEOPLE))
    found = list(rows)
    authors = [person for person in found if person.has_published]
    names: Texts = [(one.pk, getattr(one, name)) for one in authors for name in OF_PEOPLE]
    _enter(people.model, [person.pk for person in found], names, using)


def enter_terms(terms: Iterable[Any], using: str | None = None) -> None:
    """Enter the names of tags, or of categories, anew."""
    if terms := list(terms):
        names: Texts = [(term.pk, term.name) for term in terms]
        _enter(type(terms[0]), [term.pk for term in terms], names, using)


def _enter(model: Any, pks: Collection[int], texts: Texts, using: str | None) -> None:
    """Replace the entries of some rows."""
    if not pks:
        return
    relation = model._meta.get_field("entries")
    entry, key = relation.related_model, relation.field.attname
    connection = connections[using or DEFAULT_DB_ALIAS]
    entry._base_manager.using(connection.alias).filter(**{f"{key}__in": pks}).delete()
    # In one order, so that two writers that enter the same name cannot wait for each other.
    rows = sorted((turn, pk, *more) for pk, text, *more in texts for turn in turned(text))
    dated = ["published_at"] if model._meta.model_name == "post" else []
    if rows:
        _insert(connection, entry._meta.db_table, ["text", key, *dated], rows)


def _insert(connection: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert plain rows: objects would take as long as all the rest of a post that is imported."""
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in TYPES[: len(columns)])
            sql = f"{into} SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING"
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        else:
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"{into} VALUES ({values}) ON CONFLICT DO NOTHING", rows)


def rebuild_entries(apps: Any, using: str = DEFAULT_DB_ALIAS) -> None:
    """Build all entries anew, in one transaction; a migration has models of its own."""
    names = ("Tag", "Category", "Person", "Post")
    tags, categories, people, posts = (apps.get_model("blog", name) for name in names)
    with transaction.atomic(using=using):
        for model in (tags, categories, people, posts):
            entry = model._meta.get_field("entries").related_model
            entry._base_manager.using(using).all().delete()
        for model in (tags, categories):
            for batch in batches(model._base_manager.using(using)):
                enter_terms(batch, using)
        # People come with their posts.
        read = ("title", "status", "published_at", "author")
        for batch in batches(posts._base_manager.using(using).only(*read)):
            enter_posts(batch, using)
