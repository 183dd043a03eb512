"""Why an upload is refused."""

from blog.errors import BadValue


class ImageError(BadValue):
    """An upload that is no image of ours: `image_mismatch`, `broken_image`, `too_many_pixels`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, field="file")


class UnsupportedImage(ImageError):
    """Not one of the formats that are taken: `unsupported_image`."""

    def __init__(self) -> None:
        super().__init__(
            "unsupported_image",
            "This is not a JPEG, PNG, WebP or GIF image. Save it as one of these; SVG, HEIC, AVIF"
            " and other formats are not taken.",
        )


class ImageTooLarge(ImageError):
    """More bytes than are taken: `image_too_large`."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "image_too_large",
            f"The file is larger than {most // 1024**2} MB. Save it smaller, or as JPEG or WebP.",
        )


def broken(reason: str) -> ImageError:
    """Return the error for a file that claims to be an image and is not a sound one."""
    return ImageError("broken_image", f"{reason} Open it in an image program and save it anew.")
