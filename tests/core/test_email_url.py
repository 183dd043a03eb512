"""EMAIL_URL says how mail leaves, and a wrong one stops the start without showing the password."""

import django
import pytest

from core import env
from core.compat import mail_settings

SMTP = {
    "host": "mail.example.com",
    "port": 25,
    "timeout": 10,
}
BACKEND = "django.core.mail.backends.{}.EmailBackend"


@pytest.fixture
def mailer(monkeypatch):
    """Return what an EMAIL_URL stands for."""

    def read(url: str):
        monkeypatch.setenv("EMAIL_URL", url)
        return env.email()

    return read


def test_without_a_variable_mail_is_printed(mailer):
    assert mailer("") == {"BACKEND": BACKEND.format("console"), "OPTIONS": {}}


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://mail.example.com", SMTP),
        ("smtp://mail.example.com:2525/?timeout=3", {**SMTP, "port": 2525, "timeout": 3}),
        ("smtp+tls://mail.example.com", {**SMTP, "port": 587, "use_tls": True}),
        ("smtps://mail.example.com", {**SMTP, "port": 465, "use_ssl": True}),
        ("smtp://[::1]", {**SMTP, "host": "::1"}),
        (
            "smtps://ann%40example.com:p%2Fw%23%C3%A9@mail.example.com:4650",
            {
                **SMTP,
                "port": 4650,
                "username": "ann@example.com",
                "password": "p/w#é",
                "use_ssl": True,
            },
        ),
    ],
)
def test_a_mail_server(mailer, url, options):
    assert mailer(url) == {"BACKEND": BACKEND.format("smtp"), "OPTIONS": options}


def test_a_folder_and_the_memory(mailer):
    assert mailer("memory://") == {"BACKEND": BACKEND.format("locmem"), "OPTIONS": {}}
    folder = {"file_path": "/srv/sent mail"}
    assert mailer("file:///srv/sent%20mail") == {
        "BACKEND": BACKEND.format("filebased"),
        "OPTIONS": folder,
    }


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "imap://ann:secret@mail.example.com",
        "smtp://",
        "smtp://ann:secret@",
        "smtp://ann:secret@mail.example.com:port",
        "smtp://ann:secret@mail.example.com:70000",
        "smtp://ann:se/cret@mail.example.com",
        "smtp://ann:se#cret@mail.example.com",
        "smtp://ann:secret@mail.example.com/folder",
        "smtp://ann:secret@mail.example.com?timeout=3#there",
        "smtp://[mail:secret@example.com",
        "smtp://ann:secret\u2100@mail.example.com",
        "smtp://ann@mail.example.com",
        "smtp://:secret@mail.example.com",
        "smtp://mail.example.com?timeout=0",
        "smtp://mail.example.com?timeout=61",
        "smtp://mail.example.com?timeout=",
        "smtp://mail.example.com?timeout",
        "smtp://mail.example.com?timeout=1.5",
        "smtp://ann:secret@mail.example.com?ssl=secret",
        "console://here",
        "console://?timeout=3",
        "memory:///folder",
        "file://folder",
        "file:///",
        "file:///folder?mode=secret",
    ],
)
def test_a_wrong_one_stops_the_start_in_one_line_without_the_password(mailer, url):
    with pytest.raises(SystemExit) as stopped:
        mailer(url)
    line = stopped.value.code
    assert line.startswith("Configuration error: EMAIL_URL ")
    assert "\n" not in line
    assert "cret" not in line


def test_the_settings_are_those_of_the_running_django(mailer):
    chosen = mailer("smtps://ann:secret@mail.example.com")
    if django.VERSION >= (6, 1):
        assert mail_settings(chosen) == {"MAILERS": {"default": chosen}}
        return
    assert mail_settings(chosen) == {
        "EMAIL_BACKEND": BACKEND.format("smtp"),
        "EMAIL_HOST": "mail.example.com",
        "EMAIL_PORT": 465,
        "EMAIL_HOST_USER": "ann",
        "EMAIL_HOST_PASSWORD": "secret",
        "EMAIL_USE_SSL": True,
        "EMAIL_TIMEOUT": 10,
    }


@pytest.mark.parametrize(
    ("value", "site", "result"),
    [
        ("", "https://blog.example.com", "Broadsheet <no-reply@blog.example.com>"),
        ("", "http://[::1]:8000", "Broadsheet <no-reply@localhost>"),
        ("My blog <me@example.com>", "https://blog.example.com", "My blog <me@example.com>"),
        ("me@example.com", "https://blog.example.com", "me@example.com"),
    ],
)
def test_the_sender(monkeypatch, value, site, result):
    monkeypatch.setenv("MAIL_FROM", value)
    assert env.sender("MAIL_FROM", site) == result


@pytest.mark.parametrize("value", ["My blog", "me@", "@example.com", "a\nb <me@example.com>"])
def test_a_wrong_sender_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("MAIL_FROM", value)
    with pytest.raises(SystemExit, match=r"^Configuration error: MAIL_FROM="):
        env.sender("MAIL_FROM", "https://blog.example.com")
