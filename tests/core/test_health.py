"""`/health/live` and `/health/ready`."""

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


def test_the_bare_host_leads_to_the_blog(api):
    response = api.get("/")
    assert (response.status_code, response["Location"]) == (302, "/blog/")
