"""Saving a post: its slug, the ones it had, and what a race must not do."""

import pytest
from django.db import DatabaseError, transaction

from blog.models import FormerSlug, Post
from blog.services.likes import like
from blog.services.posts import free_slug, save_post
from tests.factories import make_comment, make_person, make_post

pytestmark = pytest.mark.django_db


def test_a_new_post_gets_a_slug_of_its_own():
    writer = make_person()
    slugs = [save_post(post=Post(title="Hello", author=writer)).slug for _ in range(3)]
    assert slugs == ["hello", "hello-2", "hello-3"]


def test_a_slug_that_another_post_had_is_not_free():
    FormerSlug.objects.create(slug="old", post=make_post("New"))
    assert free_slug("Old") == "old-2"


def test_a_changed_slug_is_remembered_and_taken_back():
    post = make_post("Hello")
    for slug in ("second", "third", "hello"):
        post.slug = slug
        save_post(post=post)
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"second", "third"}


def test_a_change_moves_the_time_of_the_last_change():
    post = make_post("Hello")
    before = post.updated_at
    save_post(post=post)
    assert Post.objects.get().updated_at == before
    post.title = "Hello again"
    save_post(post=post)
    assert Post.objects.get().updated_at > before


def test_an_edit_does_not_bring_a_deleted_post_back():
    post = make_post("Hello")
    Post.objects.filter(pk=post.pk).delete()
    with pytest.raises(Post.DoesNotExist):
        save_post(post=post)
    assert not Post.objects.exists()


def test_saving_a_post_read_before_a_like_does_not_lose_the_like(reader):
    post = make_post("Hello")
    like(person=reader, post=Post.objects.get())
    make_comment(Post.objects.get())
    save_post(post=post)
    post.save()
    post.refresh_from_db()
    assert (post.like_count, post.comment_count) == (1, 1)


def test_saving_a_deleted_post_does_not_bring_it_back():
    post = make_post("Hello")
    Post.objects.filter(pk=post.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        post.save()
    assert not Post.objects.exists()
