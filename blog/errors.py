"""What the domain raises when a rule is broken."""


class BlogError(Exception):
    """A broken rule, with a stable `code` for programs and a `message` for people.

    `field` names what has to change, by its name in a write (`seo`, `featured_image`), where one
    field is to blame.
    """

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class BadValue(BlogError):
    """A value that nobody could store; another value would do."""


class NotAllowed(BlogError):
    """Somebody with more rights could do this."""


class Stale(BlogError):
    """The object is no longer the one that the writer saw."""

    def __init__(self) -> None:
        super().__init__("stale", "It was changed since you read it: read it again, then write.")
