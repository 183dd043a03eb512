"""From checked bytes to pixels in sRGB, upright, with nothing beside them."""

from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageCms

from blog.images.limits import check_pixels

ANIMATED = {"GIF", "WEBP"}
PLAIN = {"L", "LA", "P", "RGB", "RGBA"}
# What lcms converts; it knows no palettes, and no gray with alpha.
CONVERTIBLE = {"L", "RGB", "RGBA", "CMYK"}
# EXIF orientation → what undoes it. Not ImageOps.exif_transpose: it writes the EXIF anew, which
# fails where a camera wrote it badly.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """The pixels; more than one frame is an animation."""

    kind: str
    frames: list[Image.Image]
    durations: list[int]
    loop: int | None


def decode(kind: str, data: bytes) -> Picture:
    """Decode with the one decoder of this kind; Pillow raises anything at all on hostile bytes.

    GIF and WebP keep their animation. An animated PNG becomes its first frame.
    """
    with Image.open(BytesIO(data), formats=[kind]) as source:
        count = getattr(source, "n_frames", 1) if kind in ANIMATED else 1
        check_pixels(*source.size, count)
        frames, durations = [], []
        for index in range(count):
            source.seek(index)
            source.load()
            frames.append(_plain(source))
            durations.append(source.info.get("duration", 0))
        return Picture(kind, frames, durations, source.info.get("loop"))


def _plain(source: Image.Image) -> Image.Image:
    """Return an image that holds pixels and no more; PNG and GIF would write down the rest."""
    image = _in_srgb(source)
    turn = UPRIGHT.get(_orientation(source))
    if turn is not None:  # FLIP_LEFT_RIGHT is 0.
        image = image.transpose(turn)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    transparent = image.info.get("transparency") if image.mode == "P" else None
    image.info = {} if transparent is None else {"transparency": transparent}
    return image


def _orientation(source: Image.Image) -> int:
    """Return what EXIF says; what cannot be read says nothing, as in every browser."""
    try:
        return int(source.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        return 1


def _in_srgb(source: Image.Image) -> Image.Image:
    """Return a copy whose colours mean what a browser takes them for without a profile."""
    profile = source.info.get("icc_profile")
    see_through = source.mode != "P" and "transparency" in source.info
    if not profile and source.mode in PLAIN and not see_through:
        return source.copy()
    mode = "RGBA" if source.has_transparency_data else "RGB"
    image = source
    if source.mode.startswith("I"):  # Gray of 16 bits, which convert() would not scale but cut off.
        image = source.point(lambda value: value * (1 / 256)).convert("L")
    elif source.mode not in CONVERTIBLE or see_through:
        image = source.convert(mode)
    return (_converted(image, profile, mode) if profile else None) or image.convert(mode)


def _converted(image: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    """Convert by the profile; a bad one is ignored, because the picture is still a picture."""
    try:
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode=mode)
    except Exception:
        return None
