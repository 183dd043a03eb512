"""`manage.py rerender_content`."""

from io import StringIO

import pytest
from django.core.management import call_command

from blog.models import Comment, Post
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


def rerender() -> str:
    out = StringIO()
    call_command("rerender_content", stdout=out)
    return out.getvalue()


def test_it_renders_what_the_rules_would_make_otherwise_now():
    post = make_post("Hello", content="**bold**")
    make_comment(post, "*soft*")
    before = Post.objects.values().get(), Comment.objects.values().get()
    Post.objects.update(content_html="<script>", toc=[1], reading_minutes=9, excerpt="old")
    Comment.objects.update(content_html="<script>")
    assert rerender() == "posts: 1 changed\ncomments: 1 changed\n"
    assert (Post.objects.values().get(), Comment.objects.values().get()) == before


def test_it_leaves_alone_what_is_as_it_should_be():
    make_comment(make_post())
    assert rerender() == "posts: 0 changed\ncomments: 0 changed\n"


def test_a_given_excerpt_stays():
    make_post("Hello", excerpt="Mine.", excerpt_is_generated=False)
    Post.objects.update(content_html="")
    rerender()
    assert Post.objects.get().excerpt == "Mine."
