"""A frontend of another origin, named in a setting, may ask and write; no other one may."""

import pytest

ORIGIN = "https://app.example.com"


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]


def preflight(api, origin: str, method: str = "PATCH"):
    headers = {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": "authorization, content-type, if-match, idempotency-key",
    }
    return api.client.options("/api/v1/posts/hello/", headers=headers)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_its_origin_may_write_with_every_header_that_a_write_takes(api, method):
    response = preflight(api, ORIGIN, method)
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert method in response["Access-Control-Allow-Methods"]
    named = response["Access-Control-Allow-Headers"]
    for header in ("authorization", "content-type", "if-match", "idempotency-key"):
        assert header in named


def test_its_origin_reads_the_headers_of_an_answer(api):
    response = api.client.get("/api/v1/posts/", headers={"origin": ORIGIN})
    for header in ("ETag", "Link", "Location", "RateLimit", "Retry-After", "X-Request-ID"):
        assert header in response["Access-Control-Expose-Headers"]


def test_its_cookies_are_not_taken(api):
    assert "Access-Control-Allow-Credentials" not in preflight(api, ORIGIN)


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", f"{ORIGIN}.evil.example"])
def test_another_origin_may_not(api, origin):
    assert "Access-Control-Allow-Origin" not in preflight(api, origin)


def test_pages_are_for_no_other_origin(api):
    response = api.client.get("/blog/", headers={"origin": ORIGIN})
    assert "Access-Control-Allow-Origin" not in response
