"""Storing, describing and removing images; row and files come and go together."""

import logging
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import timedelta
from functools import partial
from posixpath import join
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from blog.errors import BadValue, BlogError
from blog.images import Prepared
from blog.models import Media, Person, Post
from blog.models.media import FOLDER
from blog.versions import locked

log = logging.getLogger("broadsheet.media")
FILES = ("file", "small", "medium", "large")
MOST_TITLES = 3


def add_media(*, owner: Person, prepared: Prepared, alt: str = "") -> Media:
    """Store an image under a random name, with its sizes.

    `blog.images.prepare` has made it of an upload, before any transaction: it works on the pixels
    for up to seconds. Where the caller's transaction is rolled back later, `clean_orphans` takes
    the files.
    """
    names = _new_names(prepared)
    try:
        _store(prepared, names)
        with transaction.atomic():
            return Media.objects.create(
                owner=owner, alt=alt, width=prepared.width, height=prepared.height, **names
            )
    except BaseException:  # Whatever ends it, an interrupt too: half an image is none.
        _remove(names.values())
        raise


@transaction.atomic
def set_alt(*, media: Media, alt: str, expected: Container[str] | None = None) -> Media:
    """Change the description. Raises Stale, and Media.DoesNotExist where it was deleted.

    Raises BadValue for an empty one while a post is out with the image.
    """
    row = locked(Media.objects.all(), media.pk, expected)
    if not alt and Post.objects.filter(featured_image=row, status=Post.Status.PUBLISHED).exists():
        raise BadValue("alt_needed", "A published post shows it: say what it shows.", "alt")
    row.alt = alt
    row.save(update_fields=["alt"])
    return row


@transaction.atomic
def delete_media(*, media: Media, expected: Container[str] | None = None) -> None:
    """Delete row and files; whoever has it as a picture of themselves goes without.

    Raises BlogError where a post shows it, Stale, and Media.DoesNotExist where it is gone already.
    """
    # Alone: a post that takes the image once it was found unused would lose it without a word.
    row = locked(Media.objects.all(), media.pk, expected, alone=True)
    _check_unused(row)
    names = [getattr(row, field).name for field in FILES]
    row.delete()
    # Only then: a file that is gone does not come back when the transaction fails.
    transaction.on_commit(partial(_remove, names))


def clean_orphans(
    *,
    older_than: timedelta = timedelta(hours=24),
    progress: Callable[[int], object] = lambda files: None,
) -> int:
    """Remove files that no row names, left by a process that was killed; return how many.

    Younger ones may belong to an upload that is going on. There is no transaction: nothing is
    written, and the names of one folder at a time are all that is held.
    """
    until, removed = timezone.now() - older_than, 0
    for folder, files in _walk(FOLDER):
        named = _named_in(folder)
        for name in (join(folder, file) for file in files):
            if name not in named and default_storage.get_modified_time(name) < until:
                default_storage.delete(name)
                removed += 1
            progress(1)
    return removed


def _new_names(prepared: Prepared) -> dict[str, str]:
    """Return a name for each file. Random: nobody can guess a neighbour, or choose an extension."""
    base = f"{FOLDER}/{timezone.now():%Y/%m}/{token_hex(16)}"
    names = {"file": f"{base}.{prepared.original.suffix}"}
    return names | {size: f"{base}-{size}.{made.suffix}" for size, made in prepared.sizes.items()}


def _store(prepared: Prepared, names: dict[str, str]) -> None:
    for field, made in {"file": prepared.original, **prepared.sizes}.items():
        names[field] = default_storage.save(names[field], ContentFile(made.data))


def _remove(names: Iterable[str]) -> None:
    """Remove what is there. A storage that fails now is no reason to fail: it is cleaned later."""
    for name in filter(None, names):
        try:
            default_storage.delete(name)
        except Exception:
            log.warning("%s could not be removed; clean_media will.", name, exc_info=True)


def _check_unused(media: Media) -> None:
    posts = Post.objects.filter(Q(featured_image=media) | Q(seo_image=media))
    count = posts.count()
    if not count:
        return
    # Titles of other people's drafts are not for the owner of the image.
    visible = posts.visible_to(media.owner).order_by("-pk").values_list("title", flat=True)
    titles = [f"“{title}”" for title in visible[:MOST_TITLES]]
    if others := count - len(titles):
        titles.append(f"{others} {'other ' if titles else ''}{'post' if others == 1 else 'posts'}")
    raise BlogError(
        "media_in_use",
        f"The image belongs to {', '.join(titles)}. Give them another image, or none, first.",
    )


def _walk(folder: str) -> Iterator[tuple[str, list[str]]]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # Nothing has been uploaded yet.
        return
    yield folder, files
    for name in folders:
        yield from _walk(join(folder, name))


def _named_in(folder: str) -> set[str]:
    """Return the files of the folder that rows name."""
    here = Q()
    for field in FILES:
        here |= Q(**{f"{field}__startswith": f"{folder}/"})
    rows = Media.objects.filter(here).order_by().values_list(*FILES)
    return {name for row in rows.iterator() for name in row if name}
