"""Makes a record of one Markdown file: the keys of Jekyll, Hugo and Zola, and the file's name."""

import re
from datetime import datetime

from markdown_it import MarkdownIt

from blog.errors import BlogError
from blog.importers.addresses import date_and_name, last_segment
from blog.importers.fields import NO, YES, byline, listed, names, text
from blog.importers.front_matter import Document
from blog.importers.keys import Keys
from blog.importers.records import Byline, Place, Record
from blog.markup import excerpt_from, render

MORE = re.compile(r"^[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*$", re.MULTILINE | re.IGNORECASE)
PUBLISHED = {"published", "publish", "public", "live", "scheduled", "future"}
DRAFT = {"draft", "private", "pending", "hidden", "unpublished"}
FORMATS = {"": "markdown", "markdown": "markdown", "md": "markdown", "html": "html"}
NEAR = 10_000  # characters from the beginning in which a heading or `<!--more-->` is looked for
LONGEST_HEADING = 200


def record_from(path: str, shown: str, document: Document) -> Record:
    """Return the record of one file; `path` is relative to the imported folder."""
    keys = Keys(document)
    dated, stem = date_and_name(path)
    title, body = _title_and_body(keys, document.body, stem)
    record = Record(
        source=f"markdown:{path}",
        place=Place(shown, document.body_line),
        title=title,
        slug=keys.text("slug") or last_segment(keys.text("permalink", "path", "url")) or stem,
        content=body.strip("\n"),
    )
    for note in document.notes:
        record.note(note, 1)
    _add_format(record, keys)
    _add_dates(record, keys, dated)
    _add_status(record, keys, path)
    _add_excerpt(record, keys)
    _add_author(record, keys)
    _add_taxonomy(record, keys)
    aliases = listed(keys.first("aliases", "alias", "redirect_from")[1])
    record.former_slugs = tuple(filter(None, (last_segment(text(alias)) for alias in aliases)))
    record.featured = keys.flag("featured")
    record.seo_canonical_url = keys.text("canonical_url", "canonicalurl", "canonical")
    record.ignored = keys.ignored()
    return record


def _title_and_body(keys: Keys, body: str, stem: str) -> tuple[str, str]:
    """Return the title; a heading that opens the text and serves as the title is taken from it."""
    if title := keys.text("title"):
        return title, body
    tokens = MarkdownIt("commonmark").parse(body[:NEAR])
    heading = next(
        (n for n, t in enumerate(tokens) if t.type == "heading_open" and not t.level), -1
    )
    if heading >= 0 and (
        title := text("".join(t.content for t in tokens[heading + 1].children or []))
    ):
        end = (tokens[heading].map or [0, 0])[1]
        opens = heading == 0 and len(title) <= LONGEST_HEADING
        return title, "\n".join(body.split("\n")[end:]) if opens else body
    spoken = re.sub(r"[-_\s]+", " ", stem).strip()
    return spoken[:1].upper() + spoken[1:] or "Untitled", body


def _add_format(record: Record, keys: Keys) -> None:
    key, value = keys.first("content_format")
    if (name := text(value).lower()) not in FORMATS:
        line = keys.document.line_of(key)
        record.note(f"content_format {name!r} is unknown: it is read as Markdown", line)
    record.content_format = FORMATS.get(name, "markdown")


def _add_dates(record: Record, keys: Keys, dated: datetime | None) -> None:
    """Take the times; `published` is one in some blogs and a yes or no in others."""
    dates = ["date", "publishdate", "published_at"]
    if keys.text("published").lower() not in YES | NO:
        dates.append("published")
    record.published_at = keys.moment(record, *dates) or dated
    record.updated_at = keys.moment(
        record, "updated", "lastmod", "updated_at", "last_modified_at", "modified"
    )


def _add_status(record: Record, keys: Keys, path: str) -> None:
    """Publish what has a date and is not marked as a draft; in doubt nothing becomes public."""
    status = keys.text("status").lower()
    draft = (
        keys.flag("draft")
        or keys.text("published").lower() in NO
        or status in DRAFT
        or "_drafts" in path.split("/")
    )
    if status and status not in PUBLISHED | DRAFT:
        line = keys.document.line_of("status")
        record.note(f"status {status!r} is unknown: it is a draft", line)
        draft = True
    elif not draft and record.published_at is None:
        record.note("it has no date: it is a draft", 1)
        draft = True
    record.status = "draft" if draft else "published"


def _add_excerpt(record: Record, keys: Keys) -> None:
    """Take the excerpt that is given, or the text above Jekyll's and Hugo's `<!--more-->`."""
    description = keys.text("description")
    record.excerpt = keys.text("excerpt", "summary")
    record.seo_description = description if record.excerpt else ""
    record.excerpt = record.excerpt or description
    more = MORE.search(record.content, 0, NEAR)
    if record.excerpt or more is None:
        return
    try:
        above = render(record.content[: more.start()], record.content_format)
    except BlogError:
        return  # The loader will meet the same fault in the whole text, and names it.
    record.excerpt = text(excerpt_from(above.lead, limit=500))


def _add_author(record: Record, keys: Keys) -> None:
    """Take the first author: a post has one. A string is one byline, however many it names."""
    values = listed(keys.first("author")[1]) + listed(keys.first("authors")[1])
    found: list[Byline] = [person for value in values if (person := byline(value))]
    record.author = found[0] if found else None
    others = list(dict.fromkeys(person.name for person in found if person.name != found[0].name))
    if others:
        line = keys.document.line_of(keys.first("authors", "author")[0])
        record.note(f"a post has one author; left out: {', '.join(others)}", line)


def _add_taxonomy(record: Record, keys: Keys) -> None:
    """Take tags, and the first category as a path in the tree; further ones come as tags."""
    tags = names(keys.first("tags")[1], split_spaces=True)
    tags += names(keys.first("tag")[1], split_spaces=False)
    paths = names(keys.first("category")[1], split_spaces=False)
    paths += names(keys.first("categories")[1], split_spaces=True)
    trees = [tuple(filter(None, map(text, path.split("/")))) for path in paths]
    trees = list(dict.fromkeys(tree for tree in trees if tree))
    record.category = trees[0] if trees else ()
    if others := [tree[-1] for tree in trees[1:]]:
        line = keys.document.line_of(keys.first("categories", "category")[0])
        record.note(f"a post has one category; came as tags: {', '.join(others)}", line)
    record.tags = tuple(names([*tags, *others], split_spaces=False))
