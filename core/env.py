"""Reads the environment strictly, so that a wrong value stops the start with one clear line."""

import os
import secrets
import sys
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

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


def storage(default_root: Path) -> dict:
    """Return Django's STORAGES entry from STORAGE_URL (file:///path or s3://KEY:SECRET@bucket).

    No message repeats the value: it may hold a secret, and a start is logged.
    """
    try:
        parts = urlsplit(text("STORAGE_URL", default_root.as_uri()))
        port = parts.port
    except ValueError:
        port, parts = 0, urlsplit("s3:")
    if port is not None or parts.fragment:
        fail("STORAGE_URL is not a URL: percent-encode what KEY and SECRET hold besides letters.")
    if parts.scheme == "file":
        return _local_storage(parts)
    if parts.scheme == "s3":
        return _s3_storage(parts, _s3_options(parts.query))
    fail(f"STORAGE_URL starts with {parts.scheme!r}; use file:/// or s3://.")


def _local_storage(parts: SplitResult) -> dict:
    if parts.netloc or not parts.path.strip("/") or parts.query:
        fail("STORAGE_URL is not a folder such as file:///srv/blog/media, with three slashes.")
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": unquote(parts.path)},
    }


S3_OPTIONS = ("endpoint", "private", "public_url", "region")


def _s3_options(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    options = {name: value.strip() for name, value in pairs}
    if not options.keys() <= set(S3_OPTIONS) or len(options) < len(pairs) or "" in options.values():
        fail(f"STORAGE_URL takes these options, each once, with a value: {', '.join(S3_OPTIONS)}.")
    for name in ("endpoint", "public_url"):
        place = urlsplit(options.get(name, "https://example.com"))
        if place.scheme not in {"http", "https"} or not place.netloc or place.query:
            fail(f"The {name} of STORAGE_URL is not an address such as https://cdn.example.com.")
    if options.get("private", "true").lower() not in TRUE | FALSE:
        fail("The private of STORAGE_URL is neither true nor false.")
    return options


def _s3_storage(parts: SplitResult, options: dict[str, str]) -> dict:
    """Names are random and never used again, so that a cache may keep an image for a year."""
    private = options.get("private", "false").lower() in TRUE
    if not parts.hostname or parts.path.strip("/") or bool(parts.username) != bool(parts.password):
        fail("STORAGE_URL is not like s3://KEY:SECRET@bucket or s3://bucket.")
    if private and "public_url" in options:
        fail("STORAGE_URL has private=true and a public_url, which exclude each other.")
    shared = "private" if private else "public"
    chosen = {
        "bucket_name": parts.hostname,
        "region_name": options.get("region"),
        "endpoint_url": options.get("endpoint"),
        "file_overwrite": False,
        "querystring_auth": private,
        "object_parameters": {"CacheControl": f"{shared}, max-age=31536000, immutable"},
        "client_config": _s3_client(),
    }
    if parts.username and parts.password:  # Otherwise boto3 looks where it always does.
        keys = {"access_key": unquote(parts.username), "secret_key": unquote(parts.password)}
        chosen |= {**keys, "security_token": None}
    if "public_url" in options:
        place = urlsplit(options["public_url"].rstrip("/"))
        chosen |= {"custom_domain": place.netloc + place.path, "url_protocol": f"{place.scheme}:"}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": chosen}


def _s3_client() -> object:
    """Bound the waits, which boto3 would let last for minutes, and sign as every region accepts."""
    try:
        from botocore.config import Config  # type: ignore[import-untyped]
    except ImportError:
        fail("STORAGE_URL=s3://… needs the packages of requirements/prod.txt.")
    return Config(
        signature_version="s3v4",
        connect_timeout=3,
        read_timeout=15,
        retries={"total_max_attempts": 2, "mode": "standard"},
        # What only Amazon understands is sent only where it is asked for.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


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
