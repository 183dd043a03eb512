"""An uploaded file becomes an image that we made: hostile bytes end here, and so does metadata.

What is stored is never what was sent. It is decoded under limits and written anew, so that nothing
that hides beside the pixels (scripts, archives, places, names) reaches a reader.
"""

from blog.images.errors import ImageError, ImageTooLarge, UnsupportedImage
from blog.images.limits import MAX_BYTES
from blog.images.preparing import Encoded, Prepared, prepare

__all__ = [
    "MAX_BYTES",
    "Encoded",
    "ImageError",
    "ImageTooLarge",
    "Prepared",
    "UnsupportedImage",
    "prepare",
]
