"""Makes batches of rows in a process of their own, while the ones before are written.

To make the rows of a post takes about as long as to write them. One process makes them all, in
their order: a seed gives the same content as it would without.
"""

from __future__ import annotations

import pickle
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:  # The other process reads this file before Django is set up there.
    from blog.generator.rows import Batch, Part, Rows

# Batches that may wait to be written, each of some 30 MB.
AHEAD = 2
_rows: Rows


def made_ahead(rows: Rows, parts: Iterable[Part]) -> Iterator[Batch]:
    """Yield the batch of each part."""
    waiting: deque[Future[Batch]] = deque()
    # Not forked, which would share the connections to the database.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, spawn, _begin, (pickle.dumps(rows),)) as process:
        try:
            for part in parts:
                waiting.append(process.submit(_make, part))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            process.shutdown(wait=False, cancel_futures=True)


def _begin(rows: bytes) -> None:
    global _rows
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Control-C is for the command.
    django.setup()
    _rows = pickle.loads(rows)  # noqa: S301 - from the command itself


def _make(part: Part) -> Batch:
    return _rows.make(part)
