"""Work that no request waits for, and a thread of this process that does it.

The tasks have the API of `django.tasks`, so that a deployment may put another backend in TASKS.
"""

import logging
import threading
import time
from typing import Any

from django.db import connections
from django.utils import timezone
from django.utils.crypto import get_random_string

try:
    from django.tasks import TaskResult, TaskResultStatus, task
    from django.tasks.backends.base import BaseTaskBackend
except ImportError:  # Django 5.2
    from django_tasks import TaskResult, TaskResultStatus, task  # type: ignore[assignment,no-redef]
    from django_tasks.backends.base import BaseTaskBackend  # type: ignore[assignment]

logger = logging.getLogger("broadsheet.tasks")

# After a failure, for example of the database, which nobody would ask for again.
RETRY_SECONDS = 60.0


class Worker:
    """One daemon thread that runs tasks when their time has come, and ends when none is left.

    It holds at most one later run of each task: asking often, or while it runs, means once more.
    A task that returns a number is run again after as many seconds.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.agenda: dict[Any, float] = {}
        self.thread: threading.Thread | None = None

    def ask(self, work: Any, delay: float = 0) -> None:
        """Run it after `delay` seconds, or earlier where that was asked for."""
        when = time.monotonic() + delay
        with self.changed:
            self.agenda[work] = min(when, self.agenda.get(work, when))
            # A fork leaves the thread behind, and what it holds is no longer alive.
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="tasks", daemon=True)
                self.thread.start()
            self.changed.notify_all()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            delay = self._once(work)
            if delay is not None:
                self.ask(work, delay)

    def _next(self) -> Any:
        """Wait for the earliest time on the agenda; None ends the thread."""
        with self.changed:
            while self.agenda:
                work = min(self.agenda, key=self.agenda.__getitem__)
                wait = self.agenda[work] - time.monotonic()
                if wait <= 0:
                    del self.agenda[work]
                    return work
                self.changed.wait(min(wait, threading.TIMEOUT_MAX))
            # Under the lock, so that whoever asks from now on starts another thread.
            self.thread = None
            return None

    def _once(self, work: Any) -> float | None:
        try:
            again = work.call()
        except Exception:
            logger.exception("Task %s failed", work.module_path)
            return RETRY_SECONDS
        finally:
            connections.close_all()
        return again


class ThreadBackend(BaseTaskBackend):  # type: ignore[misc,unused-ignore]
    """Runs tasks in this process, so that a small blog needs no second one.

    What must survive a crash stands in the database (the outbox does): a task here is only the
    word that there is something to do, which is why it takes no arguments.
    """

    # Django makes a backend for each thread that asks; the worker is the process's.
    worker = Worker()

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Ask for a run and return at once."""
        self.validate_task(task)
        if args or kwargs:
            raise TypeError("ThreadBackend runs tasks without arguments.")
        self.worker.ask(task)
        return TaskResult(
            task=task,
            id=get_random_string(32),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=[],
            kwargs={},
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@task
def deliver_mail() -> float | None:
    """Send what is due; return in how many seconds there is more to send."""
    # Here, because the outbox imports this task, and Django this module before the models.
    from blog.services import outbox

    outbox.deliver_due()
    outbox.forget_old()
    due = outbox.next_due()
    # A second at least: a row that somebody holds locked must not make this spin.
    return None if due is None else max(1.0, (due - timezone.now()).total_seconds())
