"""What the domain raises when a rule is broken."""


class BlogError(Exception):
    """A broken rule, with a stable `code` for programs and a `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
