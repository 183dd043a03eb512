"""How a value is written for both databases alike."""

from datetime import datetime


def stored(time: datetime) -> str:
    """Return a time in UTC, as the connections are."""
    return time.isoformat(" ", "seconds")[:19]
