"""How much an image may cost before it is refused.

A small file can declare a huge picture: what counts is what decoding it would take.
"""

from blog.images.errors import ImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 20_000
MAX_PIXELS = 40_000_000
MAX_FRAMES = 1_000


def check_pixels(width: int, height: int, frames: int) -> None:
    """Refuse what would not fit into memory and time; all frames of an animation count."""
    if max(width, height) > MAX_SIDE:
        raise _too_many(f"{width:,} × {height:,} pixels; a side has at most {MAX_SIDE:,}")
    if frames > MAX_FRAMES:
        raise _too_many(f"{frames:,} frames; an animation has at most {MAX_FRAMES:,}")
    if width * height * frames > MAX_PIXELS:
        each = f" in each of {frames:,} frames" if frames > 1 else ""
        raise _too_many(f"{width:,} × {height:,} pixels{each}; {MAX_PIXELS:,} in all are the most")


def _too_many(what: str) -> ImageError:
    return ImageError("too_many_pixels", f"The image has {what}. Make it smaller first.")
