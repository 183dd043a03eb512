"""How mail is sent, and whom it is from."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from core.env.values import fail, text

# The port where none is given, and the options that turn encryption on.
SMTP: dict[str, tuple[int, dict[str, bool]]] = {
    "smtp": (25, {}),
    "smtp+tls": (587, {"use_tls": True}),
    "smtps": (465, {"use_ssl": True}),
}
MAIL_BACKENDS = {"console": "console", "memory": "locmem", "file": "filebased"}
MAIL_SECONDS, MOST_MAIL_SECONDS = 10, 60


def email() -> dict[str, Any]:
    """Return a mailer from EMAIL_URL: smtp://, smtp+tls://, smtps://, file://, console://.

    No message shows the value: it holds a password.
    """
    value = text("EMAIL_URL", "console://")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        fail("EMAIL_URL is no address; use smtp://user:password@host:port, %-encoded.")
    if parts.fragment:
        fail("EMAIL_URL has a '#': write it as %23.")
    if parts.scheme in SMTP:
        return _smtp_mailer(parts, port)
    if parts.scheme not in MAIL_BACKENDS:
        schemes = ", ".join(f"{name}://" for name in [*SMTP, *MAIL_BACKENDS])
        fail(f"EMAIL_URL starts with none of: {schemes}.")
    folder = unquote(parts.path)
    is_file = parts.scheme == "file"
    if parts.netloc or parts.query or is_file != bool(folder.strip("/")):
        fail("EMAIL_URL is not one of: console://, memory://, file:///absolute/folder.")
    return _mailer(MAIL_BACKENDS[parts.scheme], {"file_path": folder} if is_file else {})


def _smtp_mailer(parts: SplitResult, port: int | None) -> dict[str, Any]:
    """Return a mailer that speaks SMTP; every wait for the server is bounded."""
    usual_port, encryption = SMTP[parts.scheme]
    if not parts.hostname or parts.path.strip("/"):
        fail("EMAIL_URL names no mail server; use smtp://user:password@host:port, %-encoded.")
    if bool(parts.username) != bool(parts.password):
        fail("EMAIL_URL has a user without a password, or the reverse.")
    sign_in = {"username": parts.username, "password": parts.password} if parts.username else {}
    return _mailer(
        "smtp",
        {
            "host": unquote(parts.hostname),
            "port": usual_port if port is None else port,
            **{name: unquote(value or "") for name, value in sign_in.items()},
            **encryption,
            "timeout": _mail_timeout(parts.query),
        },
    )


def _mail_timeout(query: str) -> int:
    """Return the seconds of `?timeout=`, the only option."""
    options = parse_qsl(query, keep_blank_values=True)
    if any(name != "timeout" for name, _ in options):
        fail("EMAIL_URL has an option that is not timeout.")
    value = dict(options).get("timeout", str(MAIL_SECONDS))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MOST_MAIL_SECONDS):
        fail(f"EMAIL_URL has a timeout that is no number from 1 to {MOST_MAIL_SECONDS}.")
    return int(value)


def _mailer(backend: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what Django 6.1 has in MAILERS; core.compat has the other names for 5.2."""
    return {"BACKEND": f"django.core.mail.backends.{backend}.EmailBackend", "OPTIONS": options}


def sender(name: str, site: str) -> str:
    """Return whom mail is from: an address with or without a name, of the site by default."""
    host = urlsplit(site).hostname or ""
    value = text(name, f"Broadsheet <no-reply@{host if ':' not in host else 'localhost'}>")
    address = parseaddr(value)[1]
    if not address.rpartition("@")[0] or not value.isprintable():
        fail(f"{name}={value!r} is not an address such as 'My blog <no-reply@example.com>'.")
    return value
