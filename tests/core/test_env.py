"""A wrong value stops the start with one clear line."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from core import env

ROOT = Path(__file__).parents[2]
GOOD = {
    "DEBUG": "false",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "blog.example.com",
    "SITE_URL": "https://blog.example.com",
    "DATABASE_URL": "sqlite:///:memory:",
}


def start(**changes: str) -> tuple[int, str]:
    """Load the settings in a process of their own; an empty value is as good as none."""
    names = ("PATH", "HOME", "LANG", "PYTHONDONTWRITEBYTECODE")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    code = "import core.settings as s; print(s.SITE_URL, s.SESSION_COOKIE_NAME, s.DEBUG)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**environment, **GOOD, **changes},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_production_configuration_starts():
    assert start() == (0, "https://blog.example.com __Host-sessionid False\n")


def test_a_wrong_value_stops_the_process_with_nothing_but_its_line():
    status, printed = start(PORT="http")
    assert status == 1
    assert printed.startswith("Configuration error: PORT")
    assert printed.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", " "),
        ("SITE_URL", " "),
        ("SITE_URL", "blog.example.com"),
        ("SITE_URL", "https://example.com/blog"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "development-" + "k" * 50),
        ("DEBUG", "maybe"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("WORKERS", "0"),
        ("DATABASE_URL", "mysql://root@localhost/blog"),
        ("CACHE_URL", "memcached://localhost"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(monkeypatch, name, value):
    line = stopped(monkeypatch, **{name: value})
    assert name in line
    assert line.startswith("Configuration error: ")
    assert "\n" not in line


def stopped(monkeypatch, **changes: str) -> str:
    """Load the settings in this process, which is quick, and return why they exit."""
    for name, value in {**GOOD, **changes}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as exit:
        runpy.run_path(str(ROOT / "core" / "settings.py"))
    return exit.value.code


def test_debug_is_refused_where_others_are_served(monkeypatch):
    line = stopped(monkeypatch, DEBUG="true", ALLOWED_HOSTS="blog.example.com")
    assert "DEBUG" in line


def test_development_makes_its_own_secret_once(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    file = tmp_path / "var" / "development.env"
    secret = env.secret_key(True, file)
    assert len(secret) > 50
    assert file.stat().st_mode & 0o077 == 0
    for name in ("DEBUG", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    env.read_development_file(file)
    assert (env.flag("DEBUG", False), env.secret_key(True, file)) == (True, secret)
