"""Mail waits in the outbox: nothing lost, nothing sent twice by two, no request held up."""

import logging
import smtplib
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from blog import tasks
from blog.management.commands import deliver_mail as command
from blog.models import OutgoingMail
from blog.services import outbox
from blog.services.outbox import deliver_due, describe, forget_old, queue_mail
from core import env
from core.compat import mail_settings

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SOON = 10  # seconds after which a test that waits has failed


def queue(subject: str = "Hello", **fields) -> OutgoingMail:
    return queue_mail(kind="test", to="ann@example.com", subject=subject, body="Text.", **fields)


@pytest.fixture
def refused(monkeypatch):
    """No mail is taken."""

    def refuse(message):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(EmailMessage, "send", refuse)


@pytest.fixture
def shared_db(transactional_db, tmp_path):
    """A database that several threads may write to at once; SQLite's in memory is none."""
    if connection.vendor != "sqlite":
        yield
        return
    settings, in_memory = connections.settings["default"], connections["default"]
    name = settings["NAME"]
    settings["NAME"] = str(tmp_path / "outbox.sqlite3")
    del connections["default"]
    with connection.schema_editor() as editor:
        editor.create_model(OutgoingMail)
    yield
    connection.close()
    connections["default"], settings["NAME"] = in_memory, name


class Watched(tasks.Worker):
    """A worker that says when it has run once, and that ends with the test."""

    def __init__(self):
        super().__init__()
        self.ran, self.ended, self.delays = threading.Event(), False, []

    def ask(self, work, delay=0):
        if not self.ended:
            super().ask(work, delay)

    def _once(self, work):
        delay = super()._once(work)
        self.delays.append(delay)
        self.ran.set()
        return delay

    def end(self):
        with self.changed:
            self.ended, thread = True, self.thread
            self.agenda.clear()
            self.changed.notify_all()
        if thread:
            thread.join(SOON)
            assert not thread.is_alive()


@pytest.fixture
def worker(monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "blog.tasks.ThreadBackend"}}
    worker = Watched()
    monkeypatch.setattr(tasks.ThreadBackend, "worker", worker)
    yield worker
    worker.end()


# Queueing


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_has_sent_nothing():
    backend = tasks.deliver_mail.get_backend()
    backend.clear()
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), backend.results) == (0, [])


def test_a_mail_is_handed_over_after_the_commit(db, django_capture_on_commit_callbacks):
    backend = tasks.deliver_mail.get_backend()
    backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        queue()
        assert backend.results == []
    assert [result.task.name for result in backend.results] == ["deliver_mail"]
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_task_that_cannot_start_fails_no_request(monkeypatch, caplog):
    def enqueue():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(outbox, "deliver_mail", type("Task", (), {"enqueue": enqueue}))
    with transaction.atomic():
        queue()
    assert OutgoingMail.objects.get().due_at is not None
    assert "can't start new thread" in caplog.text


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_a_subject_is_one_line(db, line_break):
    queue(f"Hello{line_break}Bcc: everybody@example.com{line_break}")
    assert deliver_due() == 1
    (message,) = mail.outbox
    assert message.subject == "Hello Bcc: everybody@example.com"
    assert message.recipients() == ["ann@example.com"]
    assert message.message()["Bcc"] is None


def test_an_address_with_a_line_break_is_never_sent(db):
    queue_mail(kind="test", to="ann@example.com\nBcc: bob@example.com", subject="Hi", body="")
    assert (deliver_due(), mail.outbox) == (0, [])
    assert OutgoingMail.objects.get().last_error


def test_a_long_subject_is_cut_on_a_word(db):
    subject = queue("word " * 80).subject
    assert len(subject) <= 255
    assert subject.endswith("word…")
    assert len(queue("長い題名" * 100).subject) == 255


# Delivering


def test_a_mail_is_sent_once_and_says_that_a_machine_wrote_it(db, settings):
    row = queue()
    assert (deliver_due(), deliver_due()) == (1, 0)
    (message,) = mail.outbox
    assert (message.to, message.body) == (["ann@example.com"], "Text.")
    assert message.from_email == settings.DEFAULT_FROM_EMAIL == "Broadsheet <no-reply@testserver>"
    headers = message.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].startswith(f"<{row.pk}.")
    row.refresh_from_db()
    assert (row.sent_at is not None, row.due_at, row.attempts) == (True, None, 1)


def test_two_workers_never_send_one_mail_twice(shared_db, monkeypatch):
    """Both are in the middle of sending when the other claims."""
    mails, sending = [queue(f"Mail {number}") for number in range(20)], threading.Barrier(2)
    sent, errors = [], []

    def send(message):
        sending.wait(SOON)
        sent.append(message.subject)

    def work():
        try:
            deliver_due()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(EmailMessage, "send", send)
    in_threads(work, work)
    assert errors == []
    assert sorted(sent) == sorted(row.subject for row in mails)
    assert not OutgoingMail.objects.exclude(attempts=1).exists()


def in_threads(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3 * SOON)
        assert not thread.is_alive()


def test_each_failure_waits_longer_and_the_last_gives_up(db, refused, time_machine, caplog):
    time_machine.move_to(NOON, tick=False)
    row, waits = queue(), []
    while row.due_at:
        time_machine.move_to(row.due_at - timedelta(seconds=1), tick=False)
        deliver_due()
        assert OutgoingMail.objects.get().attempts == len(waits), "not before its time"
        time_machine.move_to(row.due_at, tick=False)
        before = row.due_at
        deliver_due()
        row.refresh_from_db()
        waits.append(row.due_at and row.due_at - before)
    hour = timedelta(hours=1)
    assert waits == [hour / 60, hour / 12, hour / 2, 2 * hour, 8 * hour, None]
    assert (row.sent_at, row.attempts) == (None, 6)
    assert row.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 5 + ["ERROR"]


def test_a_worker_that_dies_in_the_last_attempt_has_given_up_nothing(db, monkeypatch):
    class Killed(BaseException):
        pass

    def die(message):
        raise Killed

    row = queue()
    OutgoingMail.objects.update(attempts=5)
    monkeypatch.setattr(EmailMessage, "send", die)
    with pytest.raises(Killed):
        deliver_due()
    row.refresh_from_db()
    assert (row.attempts, row.due_at is not None) == (6, True)


def test_one_mail_that_fails_keeps_back_no_other(db, monkeypatch):
    def send(message):
        if message.subject == "Bad":
            raise ValueError("no such thing")

    queue("Bad")
    queue("Good")
    monkeypatch.setattr(EmailMessage, "send", send)
    assert deliver_due() == 1
    assert OutgoingMail.objects.get(sent_at=None).last_error == "ValueError: no such thing"


def test_a_late_failure_does_not_undo_what_another_worker_sent(db, monkeypatch):
    def slow(message):
        OutgoingMail.objects.update(attempts=2, sent_at=NOON, due_at=None)
        raise TimeoutError

    row = queue()
    monkeypatch.setattr(EmailMessage, "send", slow)
    deliver_due()
    row.refresh_from_db()
    assert (row.sent_at, row.due_at, row.last_error) == (NOON, None, "")


def test_a_mail_that_another_worker_holds_is_left_to_it(db):
    queue()
    assert outbox._claim() is not None
    assert (deliver_due(), mail.outbox) == (0, [])


def test_a_run_ends_at_its_limit(db):
    for _ in range(3):
        queue()
    assert (deliver_due(limit=2), deliver_due(limit=2)) == (2, 1)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            smtplib.SMTPAuthenticationError(535, b"what is: AUTH PLAIN AGFubgBzZWNyZXQ="),
            "SMTPAuthenticationError: 535",
        ),
        (
            UnicodeEncodeError("ascii", "\0ann\0sécret", 5, 6, "no"),
            "UnicodeEncodeError",
        ),
        (TimeoutError(), "TimeoutError"),
        (OSError("a\n b"), "OSError: a b"),
        (OSError("x" * 500), f"OSError: {'x' * 500}"[:300]),
    ],
)
def test_an_error_is_told_in_one_short_line_without_the_password(error, told):
    assert describe(error) == told


def test_what_is_done_is_forgotten_after_a_month_and_what_waits_is_not(db):
    month_ago = datetime.now(UTC) - timedelta(days=31)
    for subject, due_at in (("sent", None), ("waits", NOON), ("young", None)):
        row = queue(subject)
        created_at = row.created_at if subject == "young" else month_ago
        OutgoingMail.objects.filter(pk=row.pk).update(due_at=due_at, created_at=created_at)
    assert forget_old() == 1
    assert set(OutgoingMail.objects.values_list("subject", flat=True)) == {"waits", "young"}


# The task and its thread


def test_the_task_says_when_there_is_more_to_do(db, refused):
    assert tasks.deliver_mail.call() is None
    queue()
    assert 50 < tasks.deliver_mail.call() <= 60


def test_the_task_never_spins(db, monkeypatch):
    """A row that is due stays so while somebody holds it."""
    queue()
    monkeypatch.setattr(outbox, "deliver_due", lambda: 0)
    assert tasks.deliver_mail.call() == 1


@contextmanager
def silent_mail_server():
    """Listen, let the kernel take connections, and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_mail_server_that_hangs_costs_a_request_nothing(shared_db, worker, settings, monkeypatch):
    with silent_mail_server() as port:
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{port}?timeout=1")
        for name, value in mail_settings(env.email()).items():
            setattr(settings, name, value)
        start = time.perf_counter()
        with transaction.atomic():
            row = queue()
        took = time.perf_counter() - start
        assert not worker.ran.is_set(), "the server hangs for a second"
        assert worker.ran.wait(SOON)
    assert took < 0.5
    row.refresh_from_db()
    assert (row.attempts, row.sent_at) == (1, None)
    assert "timed out" in row.last_error.lower()
    (delay,) = worker.delays
    assert 50 < delay <= 60, "it is tried again, and nobody has to ask"


def test_a_mail_leaves_by_itself_after_the_commit(shared_db, worker):
    with transaction.atomic():
        row = queue()
    assert worker.ran.wait(SOON)
    worker.end()
    row.refresh_from_db()
    assert row.sent_at is not None
    assert worker.thread is None, "with nothing left to do, no thread is left"


class Work:
    """A task under the test's control."""

    module_path = "tests.work"

    def __init__(self):
        self.calls, self.answers = 0, []
        self.started, self.go_on = threading.Semaphore(0), threading.Event()

    def call(self):
        self.calls += 1
        self.started.release()
        assert self.go_on.wait(SOON)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def work():
    return Work()


def test_many_requests_while_it_runs_are_one_more_run(worker, work):
    worker.ask(work)
    thread = worker.thread
    assert work.started.acquire(timeout=SOON)
    for _ in range(50):
        worker.ask(work)
    work.go_on.set()
    thread.join(SOON)
    assert (thread.is_alive(), work.calls) == (False, 2)


def test_a_task_runs_again_when_it_said(worker, work):
    work.answers = [0.01, None]
    work.go_on.set()
    worker.ask(work)
    worker.thread.join(SOON)
    assert work.calls == 2


def test_asking_ends_a_wait(worker, work):
    work.answers = [3600.0, None]
    work.go_on.set()
    worker.ask(work)
    assert worker.ran.wait(SOON)
    worker.ask(work)
    assert work.started.acquire(timeout=SOON)
    assert work.started.acquire(timeout=SOON)


def test_a_failure_is_logged_and_tried_again(worker, work, caplog, monkeypatch):
    monkeypatch.setattr(tasks, "RETRY_SECONDS", 0.01)
    work.answers = [RuntimeError("the database is gone"), None]
    work.go_on.set()
    worker.ask(work)
    worker.thread.join(SOON)
    assert work.calls == 2
    (record,) = [record for record in caplog.records if record.name == "broadsheet.tasks"]
    assert record.levelno == logging.ERROR
    assert record.getMessage() == "Task tests.work failed"
    assert "the database is gone" in caplog.text


def test_a_run_leaves_no_connection_open(worker, work, monkeypatch):
    closed = []
    monkeypatch.setattr(connections, "close_all", lambda: closed.append(threading.current_thread()))
    work.go_on.set()
    worker.ask(work)
    thread = worker.thread
    thread.join(SOON)
    assert closed == [thread]


def test_enqueueing_answers_like_every_backend(worker, monkeypatch):
    asked = []
    monkeypatch.setattr(worker, "ask", asked.append)
    result = tasks.deliver_mail.enqueue()
    assert (asked, result.status) == ([tasks.deliver_mail], tasks.TaskResultStatus.READY)
    with pytest.raises(TypeError):
        tasks.deliver_mail.enqueue("an argument")


# The command


def run(*args) -> str:
    out = StringIO()
    call_command("deliver_mail", *args, stdout=out)
    return out.getvalue()


def test_the_command_delivers_once_and_counts(db, monkeypatch):
    queue()
    OutgoingMail.objects.filter(pk=queue().pk).update(due_at=NOON)
    OutgoingMail.objects.filter(pk=queue().pk).update(due_at=None)
    assert run() == "1 sent, 1 waiting, 1 given up.\n"


def test_the_command_goes_on_until_it_is_interrupted(db, monkeypatch):
    pauses = iter([lambda self: queue(), lambda self: None])

    def pause(self):
        act = next(pauses, None)
        if act is None:
            raise KeyboardInterrupt
        act(self)

    monkeypatch.setattr(command.Command, "pause", pause)
    assert run("--watch") == (
        "0 sent, 0 waiting, 0 given up.\n1 sent, 0 waiting, 0 given up.\nStopped.\n"
    )


def test_the_command_says_in_one_line_that_there_is_no_database(db, monkeypatch):
    def fail(limit):
        raise DatabaseError("no such table\nLINE 1")

    monkeypatch.setattr(command, "deliver_due", fail)
    with pytest.raises(CommandError, match=r"^The outbox cannot be read: no such table LINE 1$"):
        run()
