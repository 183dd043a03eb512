"""Single values of the environment, each checked; a wrong one stops the start with one line."""

import os
import secrets
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import environ

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def fail(message: str) -> NoReturn:
    """Stop the process: a server that guesses a setting is worse than one that does not start."""
    sys.exit(f"Configuration error: {message}")


def text(name: str, default: str | None = None) -> str:
    """Return a variable that must not be empty; without a default it is required."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        fail(f"{name} is not set. Set it, or DEBUG=true for development (`make run` does).")
    return value


def flag(name: str, default: bool) -> bool:
    """Return an on/off variable; a typing mistake must not read as "off"."""
    value = os.environ.get(name, "").strip().lower()
    if value and value not in TRUE | FALSE:
        fail(f"{name}={value!r} is neither true nor false.")
    return value in TRUE if value else default


def number(name: str, default: int, minimum: int = 0, maximum: int = 65_535) -> int:
    """Return a whole number within its limits."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and minimum <= int(value) <= maximum):
        fail(f"{name}={value!r} is not a whole number from {minimum} to {maximum}.")
    return int(value)


def choice(name: str, default: str, *options: str) -> str:
    """Return one of a few words."""
    value = text(name, default)
    if value not in options:
        fail(f"{name}={value!r} is none of: {', '.join(options)}.")
    return value


def words(name: str, default: list[str] | None = None) -> list[str]:
    """Return a list separated by commas; without a default it is required."""
    value = text(name, None if default is None else ",".join(default) or " ")
    return [word.strip() for word in value.split(",") if word.strip()]


def site_url(name: str, default: str | None) -> str:
    """Return the public origin, scheme and host only: every absolute link starts with it."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        fail(f"{name}={value!r} is not an origin such as https://blog.example.com.")
    return value


def read_development_file(path: Path) -> None:
    """Load the git-ignored file that marks a development checkout; the environment wins over it."""
    if path.exists():
        environ.Env.read_env(str(path))


DEVELOPMENT_PREFIX = "development-"


def secret_key(debug: bool, development_file: Path) -> str:
    """Return the secret; one that was made for development never serves a real site.

    The first start in development makes one, in the file that later starts and commands read.
    """
    if debug and not os.environ.get("SECRET_KEY", "").strip():
        secret = f"{DEVELOPMENT_PREFIX}{secrets.token_urlsafe(48)}"
        development_file.parent.mkdir(parents=True, exist_ok=True)
        development_file.touch(mode=0o600)
        development_file.write_text(f"DEBUG=true\nSECRET_KEY={secret}\n")
        return secret
    value = text("SECRET_KEY")
    if not debug and (value.startswith(DEVELOPMENT_PREFIX) or len(value) < 32):
        fail("SECRET_KEY is the development one or shorter than 32 characters: make a new one.")
    return value
