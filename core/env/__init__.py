"""Reads the environment strictly, so that a wrong value stops the start with one clear line."""

from core.env.databases import cache, database
from core.env.mail import email, sender
from core.env.storage import storage
from core.env.values import (
    choice,
    fail,
    flag,
    number,
    read_development_file,
    secret_key,
    site_url,
    text,
    words,
)

__all__ = [
    "cache",
    "choice",
    "database",
    "email",
    "fail",
    "flag",
    "number",
    "read_development_file",
    "secret_key",
    "sender",
    "site_url",
    "storage",
    "text",
    "words",
]
