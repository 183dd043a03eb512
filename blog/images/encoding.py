"""From pixels to files: the original written anew, and the sizes that pages show."""

from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image

from blog.images.decoding import Picture

WIDTHS = {"small": 320, "medium": 800, "large": 1600}
SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
# The original is the only copy that is kept, so 90; at 80 nobody sees the loss in a page.
ORIGINAL: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "progressive": True, "optimize": True},
    # WebP's usual method 4 takes 10 seconds for 40 megapixels, 2 takes 2 for the same bytes.
    "WEBP": {"quality": 90, "method": 2},
    "PNG": {},
    "GIF": {},
}
SIZE: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "progressive": True, "optimize": True},
    "WEBP": {"quality": 80, "method": 4},
    "PNG": {},
}


class Encoded(NamedTuple):
    """A file to store, and how its name ends."""

    data: bytes
    suffix: str


def encode_original(picture: Picture) -> Encoded:
    """Write it in its own format, animation included."""
    first, *others = picture.frames
    options = ORIGINAL[picture.kind] | (_animation(picture) if others else {})
    return _encode(first, picture.kind, options)


def encode_sizes(picture: Picture) -> dict[str, Encoded]:
    """Write the first frame in three widths, never wider than it is.

    Those of a GIF are PNG: as few colours, more readers than WebP, and no animation to shrink.
    """
    kind = "PNG" if picture.kind == "GIF" else picture.kind
    first = picture.frames[0]
    return {name: _encode(_fit(first, width), kind, SIZE[kind]) for name, width in WIDTHS.items()}


def _animation(picture: Picture) -> dict[str, Any]:
    options: dict[str, Any] = {
        "save_all": True,
        "append_images": picture.frames[1:],
        "duration": picture.durations,
    }
    if picture.loop is not None:
        options["loop"] = picture.loop
    # Pillow hands out whole frames: where one is transparent, the last must not shine through.
    if picture.kind == "GIF" and any(frame.has_transparency_data for frame in picture.frames):
        options["disposal"] = 2
    return options


def _fit(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    size = width, max(1, round(image.height * width / image.width))
    if image.mode != "P":
        return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    # Between two colours of a palette there is none; a palette again keeps the size a small file.
    whole = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0).quantize(256)


def _encode(image: Image.Image, kind: str, options: dict[str, Any]) -> Encoded:
    file = BytesIO()
    image.save(file, kind, **options)
    return Encoded(file.getvalue(), SUFFIXES[kind])
