"""The ways in: WSGI and ASGI."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient

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
