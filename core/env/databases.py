"""Database and cache, from one address each."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from core.env.values import fail, text

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
    """Bound every wait: a hung database must cost a request seconds, not for ever.

    No statement is shared between processes: to start one takes longer than most statements.
    """
    return {
        "connect_timeout": 3,
        "pool": {"min_size": 2, "max_size": 10, "timeout": 2},
        "options": (
            "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
            " -c max_parallel_workers_per_gather=0"
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
