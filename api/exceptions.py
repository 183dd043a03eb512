"""What the HTTP layer itself raises; api/error_map.py knows the rest."""

from rest_framework import exceptions as drf

from api.problems import Problem, retry


class Mistakes(drf.APIException):
    """Mistakes that were found already: one entry of place, `code` and `detail` for each."""

    status_code = 400

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("The request has mistakes.")
        self.errors = errors


class BadParameters(Mistakes):
    """Mistakes in the query; each entry names its `parameter`."""


class BadBody(Mistakes):
    """Mistakes in the body; each entry has its `pointer`."""


class Refused(drf.APIException):
    """One of CODES, said by name."""

    def __init__(self, code: str, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(detail, code)
        self.problem = Problem(code, detail, headers=headers or {})
        self.status_code = self.problem.status


class TooLarge(Refused):
    """The body is larger than this resource takes."""

    def __init__(self, detail: str) -> None:
        super().__init__("too_large", detail)


class StillRunning(Refused):
    """The first request with this Idempotency-Key has not ended."""

    def __init__(self) -> None:
        super().__init__("still_running", headers=retry())


class KeyReused(Refused):
    """The Idempotency-Key has been used for something else."""

    def __init__(self) -> None:
        super().__init__("idempotency_key_reused")


class InsufficientScope(Refused):
    """The role would allow it, the token does not (RFC 6750, 3.1)."""

    def __init__(self, scope: str) -> None:
        detail = f"This takes a token of the scope {scope!r} or a wider one."
        challenge = f'Bearer realm="api", error="insufficient_scope", scope="{scope}"'
        super().__init__("insufficient_scope", detail, {"WWW-Authenticate": challenge})


class Moved(Exception):
    """Not an error: the resource has another address, answered with 308 (RFC 9110, 15.4.9)."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location
