"""What a file says of itself, read before any decoder runs.

Pillow judges the pixels. Judged here is what Pillow would let pass: something after the image, and
small files that keep a decoder busy for minutes.
"""

import re
from struct import unpack_from

from blog.images.errors import broken
from blog.images.limits import check_pixels

SIGNATURES = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
# Ten megabytes hold 41,000 blocks of a GIF as programs write them; smaller ones only cost time.
MAX_BLOCKS = 100_000
# Programs write about ten scans. Each one goes over the whole picture, and takes twenty bytes.
MAX_SCANS = 100
# In the compressed data FF is followed by 00 or a restart marker: any other one ends it.
JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
JPEG_SCAN, JPEG_END = 0xDA, 0xD9
GIF_FRAME, GIF_EXTENSION, GIF_END = 0x2C, 0x21, 0x3B


def kind_of(data: bytes) -> str | None:
    """Return Pillow's name of the format that the bytes begin like; only its decoder will run."""
    return next((kind for kind, begin in SIGNATURES.items() if begin.match(data)), None)


def check(kind: str, data: bytes) -> None:
    """Refuse a file that is cut off, costs too much, or goes on after its image."""
    end = {"JPEG": _jpeg, "PNG": _png, "GIF": _gif, "WEBP": _webp}[kind](data)
    if end > len(data):
        raise broken("The file ends before its image does.")
    # Zeros are padding; anything else was put there by somebody, or was left there by mistake
    # and shows what had been cut off (CVE-2023-21036).
    if data[end:].strip(b"\0"):
        raise broken("Something else follows the image in this file.")


def _png(data: bytes) -> int:
    at = 8
    for _ in range(MAX_BLOCKS):
        length, name = unpack_from(">I4s", data, at)
        at += 12 + length
        if name == b"IEND":
            return at
    raise broken("The file consists of too many pieces.")


def _webp(data: bytes) -> int:
    (length,) = unpack_from("<I", data, 4)
    return 8 + length + length % 2


def _gif(data: bytes) -> int:
    """Count frames too: Pillow would find out only while it decodes them."""
    width, height, flags = unpack_from("<HHB", data, 6)
    at, frames, inside = 13 + _palette(flags), 0, False
    for _ in range(MAX_BLOCKS):
        byte = data[at]
        if inside:
            inside, at = byte > 0, at + 1 + byte
        elif byte == GIF_END:
            check_pixels(width, height, frames)
            return at + 1
        elif byte == GIF_EXTENSION:
            inside, at = True, at + 2
        elif byte == GIF_FRAME:
            left, top, wide, high, flags = unpack_from("<4HB", data, at + 1)
            # A frame may lie outside of the screen, and enlarges it.
            width, height = max(width, left + wide), max(height, top + high)
            inside, at, frames = True, at + 11 + _palette(flags), frames + 1
        else:
            raise broken("The file is damaged.")
    raise broken("The file consists of too many pieces.")


def _palette(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 128 else 0


def _jpeg(data: bytes) -> int:
    """Never say that something follows: phones append a film, or a second picture (MPO)."""
    at, scans = 2, 0
    for _ in range(MAX_BLOCKS):
        marker = JPEG_MARKER.search(data, at)
        if marker is None:
            return len(data) + 1
        at, code = marker.end(), data[marker.end() - 1]
        if code == JPEG_END:
            return len(data)
        scans += code == JPEG_SCAN
        if scans > MAX_SCANS:
            raise broken("The file draws its image too many times over.")
        at += unpack_from(">H", data, at)[0]
    raise broken("The file consists of too many pieces.")
