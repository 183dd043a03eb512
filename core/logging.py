"""Log lines: one JSON object each (or text for people), every one with its request's id."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
# What every record has; the rest is what the caller gave as `extra`.
STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id", "taskName"}
# Django's own records hold the request, whose text has the query: what somebody searched for.
PRIVATE = {"request"}
# A path may hold a line feed, and what follows it would read as a line of ours.
CONTROLS = {code: f"\\x{code:02x}" for code in [*range(32), *range(127, 160), 0x2028, 0x2029]}


class WithRequestId(logging.Filter):
    """Adds the id of the request that is being answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


def extras(record: logging.LogRecord) -> dict[str, Any]:
    """Return what the caller gave as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in STANDARD | PRIVATE}


class JsonFormatter(logging.Formatter):
    """One object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", None),
            **extras(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        # In ASCII: it stays valid whatever the encoding of the stream is.
        return json.dumps(line, default=str)


class TextFormatter(logging.Formatter):
    """One line for people, and the traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        given = " ".join(f"{name}={value}" for name, value in extras(record).items())
        line = f"{record.levelname:<7} {record.name} {record.getMessage()} {given}".rstrip()
        line = line.translate(CONTROLS)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def logging_config(log_format: str) -> dict[str, Any]:
    """Return Django's LOGGING for `json` or `text`."""
    formatter = {"json": "core.logging.JsonFormatter", "text": "core.logging.TextFormatter"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "core.logging.WithRequestId"}},
        "formatters": {"line": {"()": formatter[log_format]}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["request_id"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "broadsheet": {"level": "INFO"},
            # Every answer has its own line; Django's second one would say the same again.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"level": "CRITICAL"},
            "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        },
    }
