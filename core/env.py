"""Reads the environment strictly, so that a wrong value stops the start with one clear line."""

import os
import secrets
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

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


SQLITE = {
    # docs/configuration.md says what each is for; WAL with FULL keeps what was acknowledged.
    "timeout": 10,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON"
    ),
}


def database(default_path: Path, sqlite_options: dict) -> dict:
    """Return Django's DATABASES entry from DATABASE_URL (sqlite:///path or postgres://…)."""
    value = text("DATABASE_URL", f"sqlite:///{default_path}")
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        name = unquote(parts.path)[1:] or ":memory:"
        if name != ":memory:":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # Opening a database costs more than most of its queries.
            "CONN_MAX_AGE": None,
            "OPTIONS": {**SQLITE, **sqlite_options},
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        fail(f"DATABASE_URL starts with {parts.scheme!r}; use sqlite:/// or postgres://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": postgres_options(dict(parse_qsl(parts.query))),
    }


def postgres_options(extra: dict) -> dict:
    """Bound every wait: a hung database must cost a request seconds, not for ever."""
    return {
        "connect_timeout": 3,
        "pool": {"min_size": 2, "max_size": 10, "timeout": 2},
        "options": (
            "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
        ),
        **extra,
    }


def cache() -> dict:
    """Return Django's CACHES entry from CACHE_URL (locmem:// or redis://…)."""
    value = text("CACHE_URL", "locmem://")
    scheme = urlsplit(value).scheme
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if scheme not in {"redis", "rediss"}:
        fail(f"CACHE_URL starts with {scheme!r}; use locmem:// or redis://.")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": value,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
