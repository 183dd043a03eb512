"""Hostile files are refused with a reason; from the others only the pixels come through."""

import re
import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageCms, ImageDraw, ImageSequence, PngImagePlugin

from blog.images import ImageError, ImageTooLarge, UnsupportedImage, limits, prepare, preparing

SUFFIX = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
KINDS = list(SUFFIX)
SECRET = b"hunter2-lives-here"


def drawing(width=90, height=60, mode="RGB"):
    """Return a picture whose corners differ: red at the top left, blue at the bottom right."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 3, height // 3), fill=(255, 0, 0))
    draw.rectangle((width - width // 3, height - height // 3, width, height), fill=(0, 0, 255))
    return image.convert(mode)


def written(image, kind, **options) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def a_file(kind="PNG", **options) -> bytes:
    return written(drawing(), kind, **options)


def made(data: bytes, name: str):
    return prepare(ContentFile(data, name))


def opened(encoded) -> Image.Image:
    image = Image.open(BytesIO(encoded.data))
    image.load()
    return image


def refusal(data: bytes, name: str) -> ImageError:
    with pytest.raises(ImageError) as caught:
        made(data, name)
    assert caught.value.message.endswith(".")
    assert caught.value.field == "file"
    return caught.value


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunks(*chunks: bytes, after: bytes = b"IHDR") -> bytes:
    """Return a sound PNG with more chunks behind the first one of that name."""
    data = a_file()
    at = data.index(after) - 4
    at += 12 + struct.unpack_from(">I", data, at)[0]
    return data[:at] + b"".join(chunks) + data[at:]


def declared_png(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def declared_jpeg(width: int, height: int) -> bytes:
    data = a_file("JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def declared_webp(width: int, height: int) -> bytes:
    data = a_file("WEBP")
    assert data[12:16] == b"VP8 "
    return data[:26] + struct.pack("<HH", width, height) + data[30:]


def declared_gif(width: int, height: int, frames: int = 1, frame_size=(1, 1), left=0) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"," + struct.pack("<4HB", left, 0, *frame_size, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * frames + b";"


# What is taken


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("upper", [True, False])
def test_each_format_stays_what_it_is(kind, upper):
    name = f"a photo.{SUFFIX[kind]}"
    prepared = made(a_file(kind), name.upper() if upper else name)
    assert prepared.original.suffix == SUFFIX[kind]
    assert opened(prepared.original).format == kind
    assert (prepared.width, prepared.height) == opened(prepared.original).size == (90, 60)


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_three_sizes(kind):
    prepared = made(written(drawing(2000, 500), kind), f"x.{SUFFIX[kind]}")
    sizes = {name: opened(made) for name, made in prepared.sizes.items()}
    assert {name: image.size for name, image in sizes.items()} == {
        "small": (320, 80),
        "medium": (800, 200),
        "large": (1600, 400),
    }
    expected = "PNG" if kind == "GIF" else kind
    assert {image.format for image in sizes.values()} == {expected}
    assert {made.suffix for made in prepared.sizes.values()} == {SUFFIX[expected]}
    for image in sizes.values():
        red, green, blue = image.convert("RGB").getpixel((2, 2))
        assert (red > 240, green < 15, blue < 15) == (True, True, True)


def test_nothing_is_made_larger_than_it_was():
    sizes = made(written(drawing(500, 50), "PNG"), "x.png").sizes
    assert [opened(size).size for size in sizes.values()] == [(320, 32), (500, 50), (500, 50)]


def test_a_very_flat_image_keeps_a_line_of_pixels():
    prepared = made(written(drawing(5000, 3), "PNG"), "x.png")
    assert opened(prepared.sizes["small"]).size == (320, 1)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_is_transparent_stays_transparent(kind):
    image = drawing(400, 40, "RGBA")
    image.paste((0, 0, 0, 0), (100, 0, 200, 40))
    prepared = made(written(image, kind), f"x.{SUFFIX[kind]}")
    for encoded in (prepared.original, *prepared.sizes.values()):
        result = opened(encoded).convert("RGBA")
        middle = result.width * 3 // 8
        assert result.getpixel((middle, 5))[3] < 10
        assert result.getpixel((5, 5))[3] > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_may_have_any_kind_of_pixels(mode):
    source = drawing(400, 40, mode)
    prepared = made(written(source, "PNG"), "x.png")
    wanted = source.convert("RGB").tobytes()
    assert opened(prepared.original).convert("RGB").tobytes() == wanted


def test_a_color_that_counts_as_transparent_is_transparent():
    data = written(drawing(400, 40), "PNG", transparency=(255, 0, 0))
    small = opened(made(data, "x.png").sizes["small"]).convert("RGBA")
    assert small.getpixel((2, 2))[3] == 0
    assert small.getpixel((318, 30))[3] == 255


def test_gray_of_16_bits_keeps_its_grays():
    image = Image.new("I;16", (3, 1))
    for x, value in enumerate((0, 32_768, 65_535)):
        image.putpixel((x, 0), value)
    result = opened(made(written(image, "PNG"), "x.png").original).convert("L")
    assert [result.getpixel((x, 0)) for x in range(3)] == [0, 128, 255]


def test_a_palette_stays_a_palette_and_the_file_small():
    prepared = made(written(drawing(1000, 800).quantize(16), "PNG"), "x.png")
    for encoded in (prepared.original, *prepared.sizes.values()):
        assert opened(encoded).mode == "P"


def test_cmyk_becomes_what_a_browser_shows():
    result = opened(made(written(drawing(mode="CMYK"), "JPEG"), "x.jpg").original)
    assert result.mode == "RGB"
    assert result.getpixel((5, 5))[0] > 200


def test_a_picture_of_two_cameras_is_its_first_one():
    data = BytesIO()
    drawing().save(data, "MPO", save_all=True, append_images=[Image.new("RGB", (90, 60))])
    assert Image.open(data).format == "MPO"
    result = opened(made(data.getvalue(), "x.jpg").original)
    assert (result.format, result.getpixel((45, 30))[0] > 240) == ("JPEG", True)


# Animation


def frames_of(data: bytes) -> list[tuple[bytes, int]]:
    with Image.open(BytesIO(data)) as image:
        frames = ImageSequence.Iterator(image)
        return [(frame.convert("RGBA").tobytes(), frame.info["duration"]) for frame in frames]


def film(see_through: bool, kind="GIF", **options) -> bytes:
    frames = []
    for number in range(4):
        frame = Image.new("RGBA", (60, 40), (0, 0, 0, 0) if see_through else (9, 9, 9, 255))
        ImageDraw.Draw(frame).rectangle((number * 12, 5, number * 12 + 8, 25), fill=(200, 50, 0))
        frames.append(frame)
    durations = [40, 50, 60, 70]
    options = {"duration": durations, "loop": 3, **options}
    return written(frames[0], kind, save_all=True, append_images=frames[1:], **options)


@pytest.mark.parametrize("see_through", [True, False])
@pytest.mark.parametrize("disposal", [0, 2])
def test_a_gif_goes_on_moving(see_through, disposal):
    data = film(see_through, disposal=disposal)
    result = made(data, "x.gif").original.data
    assert frames_of(result) == frames_of(data)
    assert Image.open(BytesIO(result)).info["loop"] == 3


def test_a_webp_goes_on_moving():
    data = film(False, "WEBP", lossless=True)
    result = made(data, "x.webp").original.data
    assert [duration for _, duration in frames_of(result)] == [40, 50, 60, 70]
    assert Image.open(BytesIO(result)).info["loop"] == 3


def test_the_sizes_of_a_film_are_its_first_frame():
    small = opened(made(film(False), "x.gif").sizes["small"])
    assert (small.format, getattr(small, "n_frames", 1)) == ("PNG", 1)
    assert small.convert("RGB").getpixel((4, 10)) == (200, 50, 0)


def test_a_moving_png_stands_still():
    frames = [drawing(), Image.new("RGB", (90, 60))]
    data = written(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert getattr(Image.open(BytesIO(data)), "n_frames", 1) == 2
    result = opened(made(data, "x.png").original)
    assert getattr(result, "n_frames", 1) == 1
    assert result.getpixel((2, 2)) == (255, 0, 0)


# Metadata


def whole_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "CameraMaker"
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return exif


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def text_chunks() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return info


FULL = {
    "JPEG": {"exif": whole_exif(), "icc_profile": profile(), "comment": SECRET, "xmp": SECRET},
    "PNG": {"exif": whole_exif(), "icc_profile": profile(), "pnginfo": text_chunks()},
    "WEBP": {"exif": whole_exif(), "icc_profile": profile(), "xmp": SECRET},
    "GIF": {"comment": SECRET},
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_metadata_is_left(kind):
    data = written(drawing(400, 40), kind, **FULL[kind])
    assert SECRET in data
    prepared = made(data, f"x.{SUFFIX[kind]}")
    for encoded in (prepared.original, *prepared.sizes.values()):
        assert not {SECRET, b"CameraMaker", b"ICC", b"Exif", b"EXIF", b"eXIf", b"iCCP"} & {
            word
            for word in (SECRET, b"CameraMaker", b"ICC", b"Exif", b"EXIF", b"eXIf", b"iCCP")
            if word in encoded.data
        }
        image = opened(encoded)
        assert dict(image.getexif()) == {}
        assert not {"exif", "icc_profile", "xmp", "comment", "Comment"} & image.info.keys()


def test_a_place_was_there_to_be_lost():
    """Twin of the test above: what it looks for can be found."""
    data = written(drawing(), "JPEG", **FULL["JPEG"])
    exif = Image.open(BytesIO(data)).getexif()
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] == "N"
    assert b"ICC" in data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_image_stands_upright(kind, orientation):
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored = drawing().transpose(turned[orientation]) if orientation > 1 else drawing()
    prepared = made(written(stored, kind, exif=exif), f"x.{SUFFIX[kind]}")
    assert (prepared.width, prepared.height) == (90, 60)
    for encoded in (prepared.original, prepared.sizes["small"]):
        image = opened(encoded).convert("RGB")
        assert image.getpixel((5, 5))[0] > 200 > image.getpixel((5, 5))[2]
        assert image.getpixel((85, 55))[2] > 200 > image.getpixel((85, 55))[0]


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0"]
)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_camera_that_writes_bad_exif_still_takes_photographs(exif):
    assert made(a_file("JPEG", exif=exif), "x.jpg").width == 90


def test_a_profile_is_applied_before_it_is_dropped():
    """With red and green swapped by the profile, ignoring it would show."""
    image = Image.new("RGB", (10, 10), (255, 0, 0))
    swapped = bytearray(profile())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    data = written(image, "PNG", icc_profile=bytes(swapped))
    color = opened(made(data, "x.png").original).getpixel((5, 5))
    assert color[1] > 240
    assert color[0] < 100


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("icc", [b"no profile", b"", profile(), profile()[:200]])
def test_a_profile_that_does_not_fit_is_ignored(mode, icc):
    result = made(written(drawing(mode=mode), "PNG", icc_profile=icc), "x.png")
    assert opened(result.original).convert("L").getpixel((45, 30)) > 250


# What is refused


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"PK\x03\x04" + b"\0" * 100,
        b"%PDF-1.7",
        b"BM" + b"\0" * 100,
        b"\0\0\0\x20ftypavif",
        b"\0\0\0\x18ftypheic",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        b"P6 1 1 255\n\0\0\0",
        b"x",
        b" " + b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WAVE",
    ],
)
@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.svg", "x"])
def test_other_formats_are_not_taken_whatever_they_are_called(data, name):
    error = refusal(data, name)
    assert error.code == "unsupported_image"
    assert isinstance(error, UnsupportedImage)
    assert "JPEG, PNG, WebP or GIF" in error.message


@pytest.mark.parametrize("other", ["TIFF", "BMP", "ICO", "AVIF", "PPM", "TGA"])
def test_other_formats_of_pillow_are_not_taken(other):
    assert refusal(a_file(other), "x.png").code == "unsupported_image"


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_must_not_lie(kind):
    for suffix in {*SUFFIX.values(), "jpeg"} - {SUFFIX[kind]}:
        if (kind, suffix) != ("JPEG", "jpeg"):
            error = refusal(a_file(kind), f"x.{suffix}")
            assert error.code == "image_mismatch"
            assert kind in error.message
            assert f".{suffix}" in error.message


@pytest.mark.parametrize("name", ["x.bin", "x", "x.png.html", "x.php", "x.svg", ".png", ""])
def test_a_name_must_say_what_it_is(name):
    file = ContentFile(a_file(), "x.png")
    file.name = name
    with pytest.raises(ImageError) as caught:
        prepare(file)
    assert caught.value.code == "image_mismatch"
    assert ".jpeg" in caught.value.message


@pytest.mark.parametrize("name", ["x.jpg", "x.JPEG", "x.php.jpeg", "../../x.jpg"])
def test_only_the_end_of_a_name_counts(name):
    file = ContentFile(a_file("JPEG"), "x")
    file.name = name
    assert prepare(file).original.suffix == "jpg"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_was_cut_off_is_refused_wherever_the_cut_is(kind):
    data = written(drawing(40, 30), kind)
    for length in [*range(12, len(data) - 2, max(1, len(data) // 150)), len(data) - 1]:
        cut = data[:length]
        assert refusal(cut, f"x.{SUFFIX[kind]}").code == "broken_image", length


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_refused_or_harmless_but_never_an_error_of_ours(kind):
    """Each byte of the head, and every fourth one after it, turned round."""
    data = written(drawing(24, 16), kind)
    codes = []
    for at in [*range(min(len(data), 120)), *range(120, len(data), 4)]:
        hurt = bytearray(data)
        hurt[at] ^= 0xFF
        try:
            made(bytes(hurt), f"x.{SUFFIX[kind]}")
        except ImageError as error:
            codes.append(error.code)
    assert len(codes) > 10
    assert set(codes) <= {"broken_image", "unsupported_image", "too_many_pixels"}


@pytest.mark.parametrize(
    "error", [MemoryError, RecursionError, SyntaxError, struct.error, KeyError]
)
def test_whatever_pillow_raises_is_a_broken_image(error, monkeypatch):
    def fail(*args, **kwargs):
        raise error("from deep inside")

    monkeypatch.setattr(preparing, "decode", fail)
    assert refusal(a_file(), "x.png").code == "broken_image"


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_file_is_said_to_be_empty(kind):
    assert "empty" in refusal(b"", f"x.{SUFFIX[kind]}").message


EXTRAS = {
    "zip": b"PK\x03\x04\x14\0\0\0\0\0" + SECRET,
    "html": b"<html><script>alert('" + SECRET + b"')</script>",
    "php": b"\0\0<?php " + SECRET,
    "film": b"\0\0\0\x18ftypmp42" + SECRET,
}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("extra", EXTRAS)
def test_nothing_may_follow_the_image(kind, extra):
    error = refusal(a_file(kind) + EXTRAS[extra], f"x.{SUFFIX[kind]}")
    assert error.code == "broken_image"
    assert "follows the image" in error.message


def test_an_end_that_is_put_behind_the_extra_hides_nothing():
    end = chunk(b"IEND", b"")
    assert "follows" in refusal(a_file() + EXTRAS["zip"] + end, "x.png").message


@pytest.mark.parametrize("kind", KINDS)
def test_zeros_at_the_end_are_padding(kind):
    assert made(a_file(kind) + b"\0" * 512, f"x.{SUFFIX[kind]}").width == 90


@pytest.mark.parametrize("extra", EXTRAS)
def test_what_phones_append_to_a_jpeg_is_dropped(extra):
    prepared = made(a_file("JPEG") + EXTRAS[extra], "x.jpg")
    for encoded in (prepared.original, *prepared.sizes.values()):
        assert SECRET not in encoded.data


def test_what_hides_within_a_sound_file_is_dropped():
    comment = b"\xff\xfe" + struct.pack(">H", 2 + len(SECRET)) + SECRET
    jpeg = a_file("JPEG")
    png = with_chunks(chunk(b"prVt", SECRET), chunk(b"tEXt", b"a\0" + SECRET))
    for data, name in ((jpeg[:2] + comment + jpeg[2:], "x.jpg"), (png, "x.png")):
        assert SECRET in data
        assert SECRET not in made(data, name).original.data


# Bombs: small files that would take hours, or all memory


@pytest.mark.parametrize(
    ("make", "suffix"),
    [
        (declared_png, "png"),
        (declared_jpeg, "jpg"),
        (declared_webp, "webp"),
        (declared_gif, "gif"),
    ],
)
@pytest.mark.parametrize("size", [(8000, 5001), (16_383, 16_383), (12_000, 12_000)])
def test_a_small_file_with_a_huge_picture_is_refused(make, suffix, size, recwarn):
    data = make(*size)
    assert len(data) < 2000
    assert refusal(data, f"x.{suffix}").code in {"too_many_pixels", "broken_image"}


def test_the_refusal_says_how_large_it_may_be():
    error = refusal(declared_png(8000, 5001), "x.png")
    assert error.code == "too_many_pixels"
    assert re.search("8,000 × 5,001 .* 40,000,000", error.message)
    assert "20,000" in refusal(declared_png(20_001, 1), "x.png").message


def test_no_decoder_runs_before_the_size_is_known(monkeypatch):
    monkeypatch.setattr(
        "PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("It was decoded.")
    )
    for size in ((8000, 5001), (20_001, 1)):
        assert refusal(declared_png(*size), "x.png").code == "too_many_pixels"


def test_what_is_just_within_the_limits_is_taken():
    limits.check_pixels(8000, 5000, 1)
    limits.check_pixels(20_000, 2000, 1)
    limits.check_pixels(200, 200, 1000)
    for size in ((8000, 5001, 1), (20_001, 1, 1), (200, 201, 1000), (1, 1, 1001)):
        with pytest.raises(ImageError):
            limits.check_pixels(*size)


def test_all_frames_of_a_film_count():
    assert refusal(declared_gif(1, 1, 1001), "x.gif").code == "too_many_pixels"
    error = refusal(declared_gif(1000, 500, 81), "x.gif")
    assert (error.code, "81 frames" in error.message) == ("too_many_pixels", True)
    assert made(declared_gif(1000, 500, 2), "x.gif").width == 1000


def test_a_frame_cannot_enlarge_a_gif_unseen():
    assert refusal(declared_gif(10, 10, 1, (60_000, 60_000)), "x.gif").code == "too_many_pixels"
    assert refusal(declared_gif(10, 10, 1, (1, 1), 30_000), "x.gif").code == "too_many_pixels"


def test_all_frames_of_a_webp_count(monkeypatch):
    monkeypatch.setattr(limits, "MAX_PIXELS", 60 * 40 * 4)
    data = film(False, "WEBP")
    assert made(data, "x.webp").width == 60
    monkeypatch.setattr(limits, "MAX_PIXELS", 60 * 40 * 4 - 1)
    assert refusal(data, "x.webp").code == "too_many_pixels"


@pytest.mark.parametrize("after", [b"IHDR", b"IDAT"])
@pytest.mark.parametrize(
    "bomb",
    [
        chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 50_000_000, 9)),
        chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b"\0" * 50_000_000, 9)),
    ],
    ids=["zTXt", "iTXt"],
)
def test_a_text_that_swells_up_is_refused(bomb, after):
    data = with_chunks(bomb, after=after)
    assert len(data) < 60_000
    assert refusal(data, "x.png").code == "broken_image"


def test_many_texts_that_swell_up_are_refused():
    each = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 1_000_000, 9))
    assert refusal(with_chunks(*[each] * 80), "x.png").code == "broken_image"


def test_a_profile_that_swells_up_is_refused():
    bomb = chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 50_000_000, 9))
    assert refusal(with_chunks(bomb), "x.png").code == "broken_image"


def test_a_png_of_a_million_pieces_is_refused():
    assert "pieces" in refusal(with_chunks(chunk(b"prVt", b"") * 100_001), "x.png").message


def test_a_gif_of_a_million_pieces_is_refused():
    data = declared_gif(1, 1)
    bomb = data[:19] + b"!\xfe" + b"\x01a" * 100_001 + b"\0" + data[19:]
    assert "pieces" in refusal(bomb, "x.gif").message


def test_a_jpeg_of_a_million_pieces_is_refused():
    data = a_file("JPEG")
    assert "pieces" in refusal(data[:2] + b"\xff\xfe\0\2" * 100_001 + data[2:], "x.jpg").message


def test_a_jpeg_that_is_drawn_a_thousand_times_is_refused():
    """Each scan goes over the whole picture; the decoder would take them all."""
    data = a_file("JPEG", progressive=True)
    scans = [match.start() for match in re.finditer(b"\xff\xda", data)]
    last = data[scans[-1] : -2]
    assert made(data, "x.jpg").width == 90
    assert "too many times" in refusal(data[:-2] + last * 100 + data[-2:], "x.jpg").message


def test_ten_megabytes_of_nothing_are_judged_at_once():
    """In time that grows with the size: a run of markers must not be gone over again and again."""
    for filler in (b"\xff", b"\0", b"\x01"):
        rest = filler * (limits.MAX_BYTES - 1000)
        for data, name in (
            (a_file("JPEG")[:600] + rest, "x.jpg"),
            (a_file("GIF")[:30] + rest, "x.gif"),
            (a_file("PNG")[:33] + rest, "x.png"),
        ):
            assert refusal(data, name).code == "broken_image"


def test_ten_megabytes_are_the_most(monkeypatch):
    monkeypatch.setattr(preparing, "MAX_BYTES", len(a_file()))
    assert made(a_file(), "x.png").width == 90
    monkeypatch.setattr(preparing, "MAX_BYTES", len(a_file()) - 1)
    error = refusal(a_file(), "x.png")
    assert (error.code, type(error)) == ("image_too_large", ImageTooLarge)


def test_the_message_names_the_limit():
    assert limits.MAX_BYTES == 10 * 1024 * 1024
    assert "10 MB" in refusal(b"\xff\xd8\xff" * 4_000_000, "x.jpg").message


def test_a_size_that_was_declared_wrongly_changes_nothing(monkeypatch):
    file = ContentFile(a_file(), "x.png")
    file.size = 1
    monkeypatch.setattr(preparing, "MAX_BYTES", len(a_file()) - 1)
    with pytest.raises(ImageTooLarge):
        prepare(file)


def test_a_file_that_was_read_before_is_read_from_its_start():
    file = ContentFile(a_file(), "x.png")
    file.read()
    assert prepare(file).width == 90
