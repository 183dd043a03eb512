"""Reads single values of front matter: what people write for a date, a list or a name."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from blog.importers.records import Byline

MOMENT = re.compile(
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"
    r"(?:[Tt \t]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?:(?P<utc>[Zz]|UTC|GMT)|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)?)?",
    re.ASCII,
)
ADDRESS = re.compile(r"(?P<name>[^<>]*)<(?:mailto:)?(?P<address>[^<>\s]+)>")
YES, NO = {"true", "yes", "on", "y", "1"}, {"false", "no", "off", "n", "0"}
# Signs that turn the direction of the text around them: no business in a title or a name.
BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def text(value: Any) -> str:
    """Return a value as one clean line; what is no single value gives an empty one."""
    if not isinstance(value, str | int | float | date | time):
        return ""
    line = unicodedata.normalize("NFC", str(value))
    kept = (" " if unicodedata.category(c) == "Cc" else c for c in line if ord(c) not in BIDI)
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Cs").split())


def flag(value: Any) -> bool:
    """Return whether a value says yes."""
    return text(value).lower() in YES


def listed(value: Any) -> list[Any]:
    """Return a value as a list: nothing, one value, or several."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple | set) else [value]


def names(value: Any, *, split_spaces: bool) -> list[str]:
    """Return names, each once, from a list or from one string, which commas or spaces divide.

    Spaces divide where Jekyll's do: in `tags: one two`, but not in `tag: one two` or in a list.
    """
    parts: Iterable[Any] = listed(value)
    if isinstance(value, str):
        parts = value.split(",") if "," in value or not split_spaces else value.split()
    found: dict[str, str] = {}
    for name in map(text, parts):
        found.setdefault(name.casefold(), name)
    return [name for name in found.values() if name]


def moment(value: Any) -> datetime:
    """Return a date or time, in UTC where it names no zone; raises ValueError where it is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        value = _written_moment(text(value))
    if not 1900 <= value.year <= 2200:
        raise ValueError("the year is not between 1900 and 2200")
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


def _written_moment(written: str) -> datetime:
    found = MOMENT.fullmatch(written)
    if found is None:
        raise ValueError("no date was found in it")
    part = {name: int(found[name] or 0) for name in ("hour", "minute", "second")}
    offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    zone = timezone(-offset if found["sign"] == "-" else offset)
    return datetime(int(found["year"]), int(found["month"]), int(found["day"]), **part, tzinfo=zone)


def byline(value: Any) -> Byline | None:
    """Return a person from "Name", "Name <mail>", "Name <url>" or a mapping with those keys."""
    if isinstance(value, dict):
        given = {str(key).lower(): text(item) for key, item in value.items()}
        website = next(
            (given[k] for k in ("website", "url", "link", "homepage") if given.get(k)), ""
        )
        name = given.get("name") or given.get("email", "").partition("@")[0]
        return Byline(name, given.get("email", ""), website) if name else None
    written = text(value)
    found = ADDRESS.fullmatch(written)
    if found is None:
        return Byline(written) if written else None
    name, address = found["name"].strip(), found["address"]
    if "://" in address:
        return Byline(name or address, website=address)
    if "@" in address:
        return Byline(name or address.partition("@")[0], email=address)
    return Byline(written)
