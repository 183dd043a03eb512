"""What happens around every request."""

import json
import logging
import re
from importlib.util import find_spec

import django
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.functional import SimpleLazyObject

from core.compat import OwnContentSecurityPolicyMiddleware
from core.logging import JsonFormatter, TextFormatter
from core.middleware import CleanInput, EitherSlash, GZip
from core.middleware.access_log import known_user_id
from tests.factories import make_post


@pytest.mark.parametrize("given", ["my-request-1", "A" * 64, "0d3adb33f0c64f2f"])
def test_a_sane_request_id_is_taken(api, given):
    response = api.client.get("/health/live", headers={"x-request-id": given})
    assert response["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["short", "A" * 65, "with space", "<script>", 'quote"quote', ""])
def test_another_one_is_replaced(api, given):
    response = api.client.get("/health/live", headers={"x-request-id": given})
    assert re.fullmatch("[0-9a-f]{32}", response["X-Request-ID"])


@pytest.mark.parametrize("path", ["/api/v1/posts/", "/blog/", "/nothing", "/health/live"])
def test_every_answer_has_the_headers_of_the_contract(api, path):
    response = api.get(path)
    assert re.fullmatch(r"\d+\.\dms", response["X-Response-Time"])
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "X-Powered-By" not in response


def test_powered_by_is_sent_only_where_a_setting_names_it(settings, db):
    settings.POWERED_BY = "Broadsheet"
    assert Client().get("/health/live")["X-Powered-By"] == "Broadsheet"


def test_the_toolbar_is_for_development_only(settings):
    assert find_spec("debug_toolbar")
    assert not settings.TOOLBAR
    assert not [name for name in settings.MIDDLEWARE if "toolbar" in name]


def test_hsts_is_sent_over_tls_only(settings, db):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert "Strict-Transport-Security" not in Client().get("/health/live")
    assert "Strict-Transport-Security" in Client().get("/health/live", secure=True)


def test_each_request_leaves_one_structured_line(as_person, reader, caplog):
    with caplog.at_level(logging.INFO, "broadsheet.access"):
        as_person(reader).get("/api/v1/posts/?q=private")
    (record,) = [record for record in caplog.records if record.name == "broadsheet.access"]
    line = json.loads(JsonFormatter().format(record))
    assert line["method"] == "GET"
    assert line["path"] == "/api/v1/posts/"
    assert line["route"] == "api/v1/posts/$"
    assert line["status"] == 200
    assert line["duration_ms"] >= 0
    assert line["user_id"] == reader.pk
    assert "private" not in str(line)


def test_an_anonymous_line_has_no_person(api, caplog):
    with caplog.at_level(logging.INFO, "broadsheet.access"):
        api.get("/health/live")
    assert caplog.records[0].user_id is None


def test_lines_for_people_hold_the_same(caplog):
    record = logging.makeLogRecord({"levelname": "INFO", "name": "x", "msg": "y", "status": 200})
    assert TextFormatter().format(record) == "INFO    x y status=200"


def test_a_path_cannot_forge_a_line():
    record = logging.makeLogRecord({"msg": "GET %s", "args": ("/x\nERROR y\x1b[31m\u2028",)})
    for formatter in (TextFormatter(), JsonFormatter()):
        line = formatter.format(record)
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line


def test_a_traceback_keeps_its_lines_for_people():
    try:
        raise ValueError("Some reason.")
    except ValueError as exc:
        record = logging.makeLogRecord({"msg": "x", "exc_info": (type(exc), exc, None)})
    assert TextFormatter().format(record).splitlines()[-1] == "ValueError: Some reason."
    assert "Some reason." in json.loads(JsonFormatter().format(record))["traceback"]


def test_what_somebody_searched_for_is_not_in_the_lines_of_django(rf):
    record = logging.makeLogRecord({"msg": "x", "request": rf.get("/?q=private")})
    assert "private" not in JsonFormatter().format(record) + TextFormatter().format(record)


def test_a_line_is_valid_whatever_the_stream_can_write():
    line = JsonFormatter().format(logging.makeLogRecord({"msg": "Привет \ud800", "x": object()}))
    assert line.isascii()
    assert json.loads(line)["message"].startswith("Привет")


def test_who_asks_is_named_where_it_is_known_and_never_looked_up(rf, django_user_model):
    request = rf.get("/")
    assert known_user_id(request) is None
    request.user = SimpleLazyObject(lambda: pytest.fail("The log line loads the session."))
    assert known_user_id(request) is None
    request._cached_user = django_user_model(pk=3)
    assert known_user_id(request) == 3
    request.user = django_user_model(pk=4)  # As a token's authentication sets it.
    assert known_user_id(request) == 4


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/api", "/api/"),
        ("/blog/posts/hello", "/blog/posts/hello/"),
        ("/accounts/login", "/accounts/login/"),
        ("/blog/", "/blog/"),
        ("/apiary", "/apiary"),
        ("/robots.txt", "/robots.txt"),
        ("/admin", "/admin"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "HEAD", "OPTIONS"])
def test_the_last_slash_may_be_missing_where_the_contract_says_so(rf, method, path, seen):
    request = rf.generic(method, f"{path}?a=b")
    EitherSlash(lambda request: None)(request)
    assert (request.path_info, request.path) == (seen, seen)
    assert request.get_full_path() == f"{seen}?a=b"


def test_a_policy_is_written_as_django_6_writes_it(settings):
    settings.SECURE_CSP = {
        "default-src": ["'none'"],
        "img-src": ("'self'", "https:"),
        "style-src": {"b", "a"},
        "base-uri": "'none'",
        "upgrade-insecure-requests": True,
        "font-src": None,
        "media-src": False,
        "object-src": [],
    }
    policy = (
        "default-src 'none'; img-src 'self' https:; style-src a b; base-uri 'none'; "
        "upgrade-insecure-requests"
    )
    assert OwnContentSecurityPolicyMiddleware(lambda request: None).policy == policy
    if django.VERSION >= (6, 0):
        from django.utils.csp import build_policy

        assert build_policy(settings.SECURE_CSP) == policy


def test_a_view_may_have_a_policy_of_its_own(rf, settings):
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    assert (
        OwnContentSecurityPolicyMiddleware(lambda request: own)(rf.get("/"))[
            "Content-Security-Policy"
        ]
        == "sandbox"
    )


@pytest.mark.parametrize("debug", [True, False])
def test_an_unknown_host_gets_no_page_of_django(api, settings, debug, caplog):
    settings.DEBUG = debug
    response = api.client.get("/static/blog/icon.svg", headers={"host": "evil.example.com"})
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")
    assert "ALLOWED_HOSTS" in caplog.text
    assert "ALLOWED_HOSTS" not in response.content.decode()


def test_a_query_that_was_not_percent_encoded_is_read_as_bytes(rf):
    def status(query: bytes) -> int:
        request = rf.get("/")
        request.META["QUERY_STRING"] = query.decode("latin-1")
        return CleanInput(lambda request: HttpResponse())(request).status_code

    assert status("q=привет".encode()) == 200
    assert status(b"q=\xff") == 400


def test_nothing_is_compressed_twice(rf):
    packed = HttpResponse(b"x" * 500, headers={"Content-Encoding": "br"})
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    assert GZip(lambda request: packed)(request).content == b"x" * 500


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/api/v1/posts/a%00b/", "NUL"),
        ("/api/v1/posts/?q=a%00b", "NUL"),
        ("/api/v1/posts/%ff/", "UTF-8"),
        ("/api/v1/posts/?q=%ff", "UTF-8"),
        ("/api/v1/posts/?q=%ed%a0%80", "UTF-8"),
        ("/blog/" + "a" * 3000, "2048"),
        ("/api/v1/posts/?q=" + "a" * 17_000, "16384"),
    ],
)
def test_an_address_that_no_row_can_match_is_refused(api, path, word):
    response = api.get(path, "application/json")
    assert response.status_code == 400
    assert word in response.json()["detail"]


def test_a_sound_address_of_any_script_passes(api):
    make_post("Привет")
    assert api.json("/api/v1/posts/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82/")["title"] == "Привет"
    assert api.titles(q="Привет") == ["Привет"]


def test_only_answers_without_secrets_are_compressed(as_person, reader, api):
    for number in range(10):
        make_post(f"Post {number}", content="text " * 200)

    def encoding(client):
        response = client.client.get("/api/v1/posts/", headers={"accept-encoding": "gzip"})
        return response.get("Content-Encoding")

    assert encoding(api) == "gzip"
    assert encoding(as_person(reader)) is None


def test_an_unchanged_answer_is_304(api):
    make_post()
    first = api.get("/api/v1/posts/")
    again = api.client.get("/api/v1/posts/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_post()
    assert (
        api.client.get("/api/v1/posts/", headers={"if-none-match": first["ETag"]}).status_code
        == 200
    )


def test_separate_frontends_are_let_in_by_setting(settings, db):
    settings.CORS_ALLOWED_ORIGINS = ["https://frontend.example.com"]

    def allowed(origin):
        response = Client().get("/api/v1/posts/", headers={"origin": origin})
        return response.get("Access-Control-Allow-Origin")

    assert allowed("https://frontend.example.com") == "https://frontend.example.com"
    assert allowed("https://other.example.com") is None


def test_a_link_that_sets_a_password_is_not_logged(api, caplog):
    caplog.set_level("INFO", "broadsheet.access")
    api.get("/accounts/password-reset/NQ/a-secret-token/")
    assert "a-secret-token" not in str([vars(record) for record in caplog.records])
    assert "/accounts/password-reset/<str:uid>/<str:token>/" in caplog.text
