"""The ways in: WSGI, ASGI, the admin site."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient

from blog.models import FormerSlug, Post
from tests.factories import make_category, make_comment, make_post


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


@pytest.mark.parametrize("model", ["post", "comment", "category", "tag", "person", "media"])
def test_the_admin_site_lists_every_model(as_person, admin, model):
    make_comment(make_post("Hello", category=make_category("here"), tags=("django",)))
    client = as_person(admin)
    assert client.get(f"/admin/blog/{model}/").status_code == 200
    assert client.get(f"/admin/blog/{model}/?q=x").status_code == 200
    may_add = model != "comment"
    assert client.get(f"/admin/blog/{model}/add/").status_code == (200 if may_add else 403)


def test_the_admin_site_is_for_staff(as_person, reader):
    response = as_person(reader).get("/admin/blog/post/")
    assert (response.status_code, "/admin/login/" in response["Location"]) == (302, True)


def test_a_slug_that_the_admin_site_changes_is_remembered(as_person, admin):
    post = make_post("Hello")
    form = {
        "title": "Hello",
        "slug": "goodbye",
        "author": post.author_id,
        "content": "**New** text.",
        "excerpt": "By hand.",
        "content_format": "markdown",
        "status": "published",
        "published_at_0": "2024-01-01",
        "published_at_1": "00:00:00",
        "post_tags-TOTAL_FORMS": 0,
        "post_tags-INITIAL_FORMS": 0,
    }
    response = as_person(admin).client.post(f"/admin/blog/post/{post.pk}/change/", form)
    assert response.status_code == 302, response.content
    assert FormerSlug.objects.get().slug == "hello"
    assert "<strong>New</strong>" in Post.objects.get().content_html
    assert Post.objects.get().excerpt == "By hand."
