"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Category, Comment, FormerSlug, Like, Person, Post, Tag
from tests.factories import make_category, make_comment, make_person, make_post

pytestmark = pytest.mark.django_db


def refused(do):
    with pytest.raises(IntegrityError), transaction.atomic():
        do()


def test_slugs_are_unique():
    post, category = make_post("One"), make_category("here")
    Tag.objects.create(slug="tag", name="Tag")
    refused(lambda: make_post("Two", slug=post.slug))
    refused(lambda: make_category(category.slug))
    refused(lambda: Tag.objects.create(slug="tag", name="Other"))
    FormerSlug.objects.create(slug="old", post=post)
    refused(lambda: FormerSlug.objects.create(slug="old", post=post))


def test_tag_names_are_unique_whatever_their_case():
    Tag.objects.create(slug="a", name="Django")
    refused(lambda: Tag.objects.create(slug="b", name="DJANGO"))


def test_user_names_and_addresses_are_unique_whatever_their_case():
    make_person("ann")
    refused(lambda: Person.objects.create(username="Ann"))
    refused(lambda: Person.objects.create(username="bob", email="ANN@example.com"))


@pytest.mark.parametrize("slug", ["", "2024", "create", "feed"])
def test_a_slug_is_never_empty_digits_or_a_word_of_a_route(slug):
    refused(lambda: make_post("One", slug=slug))


def test_a_published_post_has_a_date():
    refused(lambda: make_post("One", published_at=None))


def test_a_post_has_a_title_and_a_known_format_and_status():
    post = make_post()
    for field, value in [("title", ""), ("content_format", "rtf"), ("status", "hidden")]:
        refused(lambda f=field, v=value: Post.objects.filter(pk=post.pk).update(**{f: v}))


def test_one_like_a_person_and_post(reader):
    post = make_post()
    Like.objects.create(person=reader, post=post)
    refused(lambda: Like.objects.create(person=reader, post=post))


@pytest.mark.parametrize("field", ["like_count", "comment_count"])
def test_counters_cannot_go_negative(field):
    post = make_post()
    refused(lambda: Post.objects.filter(pk=post.pk).update(**{field: -1}))


def test_a_reply_counter_cannot_go_negative():
    comment = make_comment(make_post())
    refused(lambda: Comment.objects.filter(pk=comment.pk).update(reply_count=-1))


def test_a_category_is_never_its_own_ancestor():
    top = make_category("top")
    middle = make_category("middle", top)
    low = make_category("low", middle)
    for parent in (top, middle, low):
        refused(lambda p=parent: Category.objects.filter(pk=top.pk).update(parent=p))
    Category.objects.filter(pk=low.pk).update(parent=top)


def test_a_thread_never_turns_in_a_circle():
    post = make_post()
    first = make_comment(post)
    second = make_comment(post, parent=first)
    refused(lambda: Comment.objects.filter(pk=first.pk).update(parent=second, root=second, depth=1))
    refused(lambda: Comment.objects.filter(pk=first.pk).update(parent=first, root=first, depth=1))


def test_a_reply_stays_on_the_post_of_its_parent():
    first = make_comment(make_post())
    other = make_post()
    with pytest.raises(Comment.DoesNotExist):
        make_comment(other, parent=first)
    stray = {"author": first.author, "content": "x", "created_at": first.created_at}
    refused(lambda: Comment.objects.create(post=other, parent=first, root=first, depth=1, **stray))
    reply = make_comment(first.post, parent=first)
    refused(lambda: Comment.objects.filter(pk=reply.pk).update(post=other))


def test_a_comment_without_an_author_is_an_empty_placeholder():
    comment = make_comment(make_post())
    rows = Comment.objects.filter(pk=comment.pk)
    refused(lambda: rows.update(author=None))
    refused(lambda: rows.update(content=""))
    refused(lambda: rows.update(deleted_at=timezone.now()))


def test_depth_and_status_of_a_comment_are_bounded():
    comment = make_comment(make_post())
    rows = Comment.objects.filter(pk=comment.pk)
    refused(lambda: rows.update(depth=1))
    refused(lambda: rows.update(status="odd"))
