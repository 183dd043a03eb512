"""The one way in: an uploaded file, to the files that are stored for it."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import BoundedSemaphore
from typing import Any

from django.core.files import File

from blog.images.containers import check, kind_of
from blog.images.decoding import decode
from blog.images.encoding import Encoded, encode_original, encode_sizes
from blog.images.errors import ImageError, ImageTooLarge, UnsupportedImage, broken
from blog.images.limits import MAX_BYTES

KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
# One picture may take half a gigabyte while it is worked on; more of them wait for their turn.
TURNS = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What to store: the image as it is shown, and its `small`, `medium` and `large`."""

    width: int
    height: int
    original: Encoded
    sizes: dict[str, Encoded]


def prepare(file: File) -> Prepared:
    """Decode and write anew. Raises ImageError, and nothing else, whatever the bytes are.

    It takes seconds for the largest: call it before a transaction starts, not within one.
    """
    data = _read(file)
    kind = kind_of(data)
    if kind is None:
        raise UnsupportedImage
    _check_name(file.name or "", kind)
    try:
        with TURNS:
            return _prepare(kind, data)
    except ImageError:
        raise
    except Exception as exc:  # Pillow has no common error: OSError, SyntaxError, KeyError …
        raise broken("The image is damaged and cannot be read.") from exc


def _prepare(kind: str, data: bytes) -> Prepared:
    check(kind, data)
    picture = decode(kind, data)
    width, height = picture.frames[0].size
    return Prepared(width, height, encode_original(picture), encode_sizes(picture))


def _read(file: File | Any) -> bytes:
    if file.size > MAX_BYTES:
        raise ImageTooLarge(MAX_BYTES)
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:  # A size that was declared proves nothing.
        raise ImageTooLarge(MAX_BYTES)
    if not data:
        raise broken("The file is empty.")
    return data


def _check_name(name: str, kind: str) -> None:
    """Refuse a name that lies: whoever sent it takes the file for something that it is not."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in KINDS:
        endings = ", ".join(KINDS)
        raise ImageError(
            "image_mismatch",
            f"The file name ends in {suffix or 'no extension'!r}, which is none of {endings}."
            " Rename the file.",
        )
    if KINDS[suffix] != kind:
        raise ImageError(
            "image_mismatch",
            f"The file name ends in {suffix!r}, but the file is a {kind} image."
            " Rename the file, or save it in the format that it is named after.",
        )
