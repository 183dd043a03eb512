"""The ways in: WSGI and ASGI."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient, RequestFactory

from tests.factories import make_post


def test_wsgi_and_asgi_have_their_entries():
    from core import asgi, wsgi

    assert callable(wsgi.application)
    assert callable(asgi.application)


@pytest.mark.django_db(transaction=True)
def test_asgi_answers_like_wsgi(client):
    make_post("Hello")

    async def ask():
        response = await AsyncClient().get("/api/v1/posts/hello/")
        # The view ran in a thread of its own, whose connection nobody else would close.
        await sync_to_async(connections.close_all)()
        return response

    assert asyncio.run(ask()).json() == client.get("/api/v1/posts/hello/").json()


@pytest.mark.django_db(transaction=True)  # The real handler closes connections.
@pytest.mark.parametrize(
    "charset", ["bz2_codec", "undefined", "utf-16", "rot13", '"', "x" * 20_000]
)
def test_no_charset_of_a_body_breaks_a_request_before_it_is_one(charset):
    """Django would decode the query string by it, before any middleware runs."""
    from core.wsgi import application

    answers = []
    environ = {
        **RequestFactory().get("/api/v1/posts/?page_size=1").environ,
        "CONTENT_TYPE": f"text/plain; charset={charset}",
    }
    body = b"".join(application(environ, lambda status, headers: answers.append((status, headers))))
    ((status, headers),) = answers
    assert status == "200 OK", body
    assert "X-Request-ID" in dict(headers)
