"""Errors: one shape for every status, as JSON or as a page, and nothing internal in it."""

import errno
import logging

import pytest
from django.core import exceptions as django_errors
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from api.answers import respond
from api.error_map import problem_from
from api.exceptions import BadParameters, Moved
from api.negotiation import UnknownFormat
from api.problems import CODES, Problem
from blog.errors import BlogError
from blog.markup import render
from blog.models import Post
from tests.factories import make_post

MEMBERS = ["type", "title", "status", "detail", "code", "instance", "request_id", "errors"]
SECRET = "SELECT password FROM secret"


def refused_text() -> None:
    render("a" * 300_000, "markdown")


def caused(kind, sqlstate):
    """Return an error as Django makes it from one of PostgreSQL's."""
    exc = kind(SECRET)
    exc.__cause__ = type("FromPostgreSQL", (Exception,), {"sqlstate": sqlstate})()
    return exc


def with_status(status):
    return type("Refusal", (drf.APIException,), {"status_code": status})("A reason.")


MAPPED = [
    (drf.ParseError(), 400, "bad_request"),
    (drf.ValidationError({"title": ["No."]}), 400, "validation_error"),
    (
        BadParameters([{"parameter": "page", "code": "invalid", "detail": "No."}]),
        400,
        "validation_error",
    ),
    (drf.NotAuthenticated(), 401, "not_authenticated"),
    (drf.AuthenticationFailed(), 401, "not_authenticated"),
    (drf.PermissionDenied(), 403, "permission_denied"),
    (drf.NotFound(), 404, "not_found"),
    (drf.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    (drf.NotAcceptable(), 406, "not_acceptable"),
    (drf.UnsupportedMediaType("text/x"), 415, "unsupported_media_type"),
    (drf.Throttled(7), 429, "throttled"),
    (Http404(SECRET), 404, "not_found"),
    (Post.DoesNotExist(SECRET), 404, "not_found"),
    (UnknownFormat(["json"]), 404, "not_found"),
    (django_errors.PermissionDenied(SECRET), 403, "permission_denied"),
    (django_errors.SuspiciousOperation(SECRET), 400, "bad_request"),
    (django_errors.DisallowedHost(SECRET), 400, "bad_request"),
    (django_errors.TooManyFieldsSent(SECRET), 400, "bad_request"),
    (django_errors.RequestDataTooBig(SECRET), 413, "too_large"),
    (django_errors.BadRequest(SECRET), 400, "bad_request"),
    (MultiPartParserError(SECRET), 400, "bad_request"),
    (IntegrityError(SECRET), 409, "conflict"),
    (DataError(SECRET), 400, "bad_request"),
    (OverflowError(SECRET), 400, "bad_request"),
    ("\ud800".encode, 400, "bad_request"),
    (RecursionError(SECRET), 400, "bad_request"),
    (OperationalError("database is locked"), 503, "unavailable"),
    (OperationalError("no such table: blog_post"), 503, "unavailable"),
    (ProgrammingError('relation "blog_post" does not exist'), 503, "unavailable"),
    (InterfaceError(SECRET), 503, "unavailable"),
    (OperationalError("database or disk is full"), 507, "insufficient_storage"),
    (OSError(errno.ENOSPC, "No space left on device"), 507, "insufficient_storage"),
    (BlogError("thread_too_deep", "Too deep."), 409, "conflict"),
    (refused_text, 400, "validation_error"),
    (django_errors.ValidationError({"slug": "No."}), 400, "validation_error"),
    (UnreadablePostError(SECRET), 400, "bad_request"),
    (caused(IntegrityError, "23505"), 409, "conflict"),
    (caused(IntegrityError, "23503"), 409, "conflict"),
    (caused(IntegrityError, "23502"), 400, "bad_request"),
    (caused(IntegrityError, "23514"), 400, "bad_request"),
    (caused(ProgrammingError, "42P01"), 503, "unavailable"),
    (caused(ProgrammingError, "42703"), 500, "internal_error"),
    (ProgrammingError('column "x" of relation "y" does not exist'), 500, "internal_error"),
    (ValueError("The text says: disk is full"), 500, "internal_error"),
    (drf.APIException(SECRET), 500, "internal_error"),
    (with_status(503), 503, "unavailable"),
    (with_status(418), 400, "bad_request"),
    (drf.PermissionDenied(f"CSRF Failed: {SECRET}"), 403, "csrf_failed"),
    (drf.NotAuthenticated(""), 401, "not_authenticated"),
    (ProgrammingError(SECRET), 500, "internal_error"),
    (ValueError(SECRET), 500, "internal_error"),
]


@pytest.mark.parametrize(("exc", "status", "code"), MAPPED)
def test_each_exception_has_its_status_and_code(exc, status, code, rf):
    if callable(exc):
        with pytest.raises((UnicodeError, BlogError)) as raised:
            exc()
        exc = raised.value
    problem = problem_from(exc)
    assert (problem.status, problem.code) == (status, code)
    data = problem.data(rf.get("/some/path"))
    assert list(data) == MEMBERS
    assert data["title"]
    assert data["detail"]
    assert SECRET not in str(data)


def test_what_passes_soon_says_when_to_come_back():
    assert problem_from(OperationalError("database is locked")).headers["Retry-After"] == "2"
    assert problem_from(drf.Throttled(7)).headers["Retry-After"] == "7"

    assert problem_from(drf.Throttled(0)).headers["Retry-After"] == "1"
    assert problem_from(drf.Throttled()).headers == {}
    assert problem_from(with_status(503)).headers["Retry-After"] == "2"


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("SELECT 1 FROM no_such_table", 503),
        ("SELECT no_such_column FROM blog_post", 500),
        ("SELECT FROM WHERE", 500),
        ("INSERT INTO blog_tag (slug, name) VALUES (NULL, 'x')", 400),
        ("INSERT INTO blog_tag (slug, name) VALUES ('x', 'x'), ('x', 'y')", 409),
    ],
)
def test_what_the_real_database_says_is_understood(db, sql, status):
    with pytest.raises(Exception) as raised, transaction.atomic():  # noqa: PT011
        connection.cursor().execute(sql)
    assert problem_from(raised.value).status == status


def test_a_401_has_a_challenge_even_where_sessions_have_none():
    exc = drf.AuthenticationFailed("No.")
    exc.status_code = 403  # As DRF does where the first authenticator has no challenge.
    assert problem_from(exc).status == 401
    assert problem_from(exc).headers["WWW-Authenticate"] == "Session"
    exc.auth_header = 'Bearer realm="api"'
    assert problem_from(exc).headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_another_address_is_308_in_ascii(rf):
    response = respond(rf.get("/x/"), Moved("/blog/posts/привет/?a=1&b=%20"))
    assert response.status_code == 308
    encoded = "%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82"
    assert response["Location"] == f"/blog/posts/{encoded}/?a=1&b=%20"
    assert "Accept" in response["Vary"]


def test_an_error_for_head_has_the_length_and_no_body(rf):
    full, head = (respond(make("/x/"), Problem("not_found")) for make in (rf.get, rf.head))
    assert head.content == b""
    assert head["Content-Length"] == str(len(full.content))


@pytest.mark.parametrize("code", [code for code, (status, _) in CODES.items() if status != 404])
def test_what_depends_on_who_asks_or_passes_soon_is_not_stored(rf, code):
    response = respond(rf.get("/x/"), Problem(code))
    assert response["Cache-Control"] == "no-store"


def test_an_address_without_its_slash_belongs_to_its_mount(rf):
    assert respond(rf.get("/blog"), Problem("not_found"))["Content-Type"].startswith("text/html")


def test_the_request_of_rest_framework_will_do(rf):
    request = Request(APIRequestFactory().get("/blog/x/", headers={"accept": "application/json"}))
    assert respond(request, Problem("not_found"))["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/posts/", "/blog/", "/nothing"])
def test_more_parameters_than_django_reads_do_no_harm(api, path):
    """The error page looks at the query too, and must not stumble over the same stone."""
    response = api.get(f"{path}?" + "a=1&" * 1_500, "application/json")
    assert response.status_code == (404 if path == "/nothing" else 400)
    assert list(response.json()) == MEMBERS


def test_mistakes_in_a_body_have_json_pointers_all_at_once():
    nested = {
        "title": ["Too long.", "Too dull."],
        "tags": [{}, {"name": ["Empty."]}],
        "seo": {"a/b~c": ["Odd."]},
        "non_field_errors": ["Together they make no sense."],
    }
    errors = problem_from(drf.ValidationError(nested)).errors
    assert [error["pointer"] for error in errors] == [
        *("/title", "/title", "/tags/1/name", "/seo/a~1b~0c", "")
    ]
    assert {error["code"] for error in errors} == {"invalid"}
    assert errors[0]["detail"] == "Too long."


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/api/v1/posts/nothing/", None, "application/problem+json"),
        ("/api/v1/posts/nothing/", "text/html", "text/html"),
        ("/api/v1/posts/nothing/", "text/html;q=0.1, */*", "application/problem+json"),
        ("/api/v1/nothing/", "application/problem+json", "application/problem+json"),
        ("/api/v1/nothing/", "text/csv", "application/problem+json"),
        ("/blog/posts/nothing/", None, "text/html"),
        ("/blog/posts/nothing/", "application/json", "application/problem+json"),
        ("/blog/nothing/at/all/", None, "text/html"),
        ("/nothing", None, "application/problem+json"),
        ("/nothing", "text/html,*/*;q=0.8", "text/html"),
        ("/api/v1/nothing", None, "application/problem+json"),
    ],
)
def test_an_error_is_negotiated_as_everything_else(api, path, accept, media_type):
    response = api.get(path, accept)
    assert response.status_code == 404
    assert response["Content-Type"].partition(";")[0] == media_type
    assert {"Accept", "Cookie", "Authorization"} <= set(response["Vary"].split(", "))


def test_the_format_wins_for_errors_too(api):
    assert api.get("/blog/posts/nothing/?format=json").json()["status"] == 404
    page = api.get("/api/v1/posts/nothing/?format=html", "application/json")
    assert page["Content-Type"].startswith("text/html")


def test_a_problem_names_path_and_request(api):
    response = api.client.get("/api/v1/posts/x/", headers={"x-request-id": "my-request-1"})
    problem = response.json()
    assert list(problem) == MEMBERS
    assert (problem["instance"], problem["request_id"]) == ("/api/v1/posts/x/", "my-request-1")
    assert response["X-Request-ID"] == "my-request-1"


def test_a_defect_says_nothing_of_itself_and_is_logged_once(api, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise ValueError(SECRET)

    monkeypatch.setattr("blog.querysets.posts.PostQuerySet.visible_to", broken)
    for accept in ("application/json", "text/html"):
        caplog.clear()
        response = api.get("/api/v1/posts/", accept)
        assert response.status_code == 500
        assert response["Cache-Control"] == "no-store"
        assert SECRET not in response.content.decode()
        logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert len(logged) == 1
        assert SECRET in str(logged[0].exc_info)


def test_a_defect_outside_of_rest_framework_has_the_same_shape(api, monkeypatch):
    monkeypatch.setattr("api.sitemaps.PostSitemap.items", lambda self: 1 / 0)
    assert api.get("/sitemap.xml").json()["code"] == "internal_error"


def test_a_defect_in_a_middleware_has_the_same_shape(api, monkeypatch):
    monkeypatch.setattr(
        "django.contrib.sessions.middleware.SessionMiddleware.process_request",
        lambda self, request: 1 / 0,
    )
    assert api.get("/api/v1/posts/").json()["code"] == "internal_error"
    monkeypatch.setattr(
        "django.contrib.sessions.middleware.SessionMiddleware.process_request",
        lambda self, request: (_ for _ in ()).throw(OperationalError("database is locked")),
    )
    assert api.get("/api/v1/posts/").status_code == 503


def test_an_error_page_that_cannot_be_rendered_is_plain(api, monkeypatch):
    monkeypatch.setattr("api.answers.render_to_string", lambda *args: 1 / 0)
    response = api.get("/blog/posts/nothing/")
    assert response.status_code == 404
    assert "<h1>Not found</h1>" in response.content.decode()


def test_a_locked_database_is_503_with_retry_after(api, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    make_post("Hello")
    monkeypatch.setattr("blog.querysets.posts.PostQuerySet.by_ref", locked)
    response = api.get("/api/v1/posts/hello/")
    assert (response.status_code, response["Retry-After"]) == (503, "2")


def test_a_failed_csrf_check_is_a_problem(db):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", headers={"accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (403, "csrf_failed")
    page = client.post("/admin/login/", headers={"accept": "text/html"})
    assert page["Content-Type"].startswith("text/html")


def test_an_unknown_host_is_refused(api):
    response = api.client.get("/api/v1/posts/", headers={"host": "evil.example.com"})
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "path", ["/health/live", "/robots.txt", "/sitemap.xml", "/", "/api/v1/posts/"]
)
def test_a_method_that_is_not_there_is_405_everywhere(api, path):
    response = api.client.delete(path)
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    allowed = "GET, POST, HEAD, OPTIONS" if path == "/api/v1/posts/" else "GET, HEAD, OPTIONS"
    assert response["Allow"] == allowed
    assert api.client.options(path)["Allow"] == allowed


@pytest.mark.parametrize("debug", [True, False])
def test_development_gets_the_same_problems(api, settings, debug):
    settings.DEBUG = debug
    assert api.get("/nothing").json()["code"] == "not_found"
