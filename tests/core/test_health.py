"""`/health/live` and `/health/ready`."""

from threading import Event
from types import SimpleNamespace

import pytest
from django.db import OperationalError


def test_live_asks_nothing(api):
    response = api.get("/health/live")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_ready_names_what_it_asked(api):
    assert api.get("/health/ready").json() == {
        "status": "ok",
        "checks": {"database": "ok", "cache": "ok"},
    }


def test_it_names_what_is_down(api, monkeypatch):
    def down():
        raise OperationalError("no route to host 10.0.0.5")

    monkeypatch.setattr("core.views.ask_database", down)
    response = api.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": {"database": "down", "cache": "ok"},
    }


def test_a_service_that_hangs_is_down_and_the_answer_does_not_wait(api, monkeypatch):
    over = Event()
    monkeypatch.setattr("core.views.LIMIT", 0.01)
    monkeypatch.setattr("core.views.ask_cache", lambda: over.wait(30))
    response = api.get("/health/ready")
    over.set()
    assert response.json()["checks"] == {"database": "ok", "cache": "down"}
    assert response.status_code == 503


def test_a_cache_that_forgets_is_down(api, monkeypatch):
    forgetful = SimpleNamespace(set=lambda *args: None, get=lambda *args: None)
    monkeypatch.setattr("core.views.cache", forgetful)
    assert api.get("/health/ready").json()["checks"]["cache"] == "down"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_head_is_answered_too(api, path):
    response = api.client.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert "no-store" in response["Cache-Control"]


def test_why_something_is_down_is_in_the_log_only(api, monkeypatch, caplog):
    monkeypatch.setattr("core.views.ask_cache", lambda: 1 / 0)
    assert "division" not in api.get("/health/ready").content.decode()
    assert "ZeroDivisionError" in caplog.text


def test_the_bare_host_leads_to_the_blog(api):
    response = api.get("/")
    assert (response.status_code, response["Location"]) == (302, "/blog/")
