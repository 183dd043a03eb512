"""What is refused before any parser sees it.

The parsers behind this package are linear in the length of a text but not in its depth: 50,000
nested `<div>` keep the sanitiser busy for seconds. Browsers stop at 512 levels anyway.
"""

import re

from blog.errors import BadValue

MAX_CHARACTERS = 250_000
MAX_DEPTH = 100  # elements inside each other
MAX_NESTING = 24  # quotes and lists inside each other, in Markdown; a list counts twice
MAX_LINKED = 1_000_000  # characters in all the addresses and titles of links together

# NUL, which no database takes, and halves of characters, which UTF-8 cannot write.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
# Allowed in no XML, and a feed is one. Not a matter of safety: they are just left out.
CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class MarkupError(BadValue):
    """The text cannot be rendered, and its author can do something about it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, "content")


def checked(source: str) -> str:
    """Return the text without what no feed could hold; refuse one that no step could take."""
    if len(source) > MAX_CHARACTERS:
        message = f"The content has {len(source):,} characters; {MAX_CHARACTERS:,} are allowed."
        raise MarkupError("content_too_long", message)
    if found := UNWRITABLE.search(source):
        message = f"The content has a character that is none: U+{ord(found[0]):04X}."
        raise MarkupError("content_not_text", message)
    return CONTROLS.sub("", source)


def too_deep() -> MarkupError:
    """The refusal of a text whose quotes, lists or elements stand in each other too deeply."""
    return MarkupError("content_too_deep", "The content is nested too deeply.")
