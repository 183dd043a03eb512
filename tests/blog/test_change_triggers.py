"""What is written down of a post, on every path that writes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from blog.changes import KEPT, SPARE, forget_old
from blog.models import Category, Change, Media, Person, Post, PostTag, Tag
from blog.services.posts import save_post
from blog.services.tags import merge_tags
from blog.triggers.changes.rules import PARTS, SHOWN
from tests.factories import (
    LONG_AGO,
    make_category,
    make_comment,
    make_draft,
    make_image,
    make_person,
    make_post,
    make_scheduled,
    make_tag,
)

pytestmark = pytest.mark.django_db
# The columns of a post that no reader sees.
UNSEEN = {"id", "like_count", "comment_count", "excerpt_is_generated"}


def written() -> list[tuple[str, str]]:
    """Return kind and slug of what was written since the last call."""
    connection.check_constraints()  # What PostgreSQL does at the commit, it does now.
    rows = [(row.kind, row.slug) for row in Change.objects.all()]
    Change.objects.filter(due=None).delete()
    return rows


def rows_of(post: Post):
    return Post.objects.filter(pk=post.pk)


def test_every_column_of_a_post_is_seen_or_not():
    columns = {field.column for field in Post._meta.concrete_fields}
    assert columns == set(SHOWN) | UNSEEN
    for part in PARTS.values():
        model = next(m for m in (Category, Tag, Person, Media) if m._meta.db_table == part.table)
        assert set(part.shown) < {field.column for field in model._meta.concrete_fields}


# Each path that writes.


def test_the_api_writes_down_what_it_does(as_person, editor):
    client = as_person(editor)
    path = client.write(201, "POST", "posts/", {"title": "A", "status": "published"})["url"]
    path = path.removeprefix("http://testserver")
    assert written() == [("published", "a")]
    client.write(200, "PATCH", path, {"title": "B"})
    assert written() == [("updated", "a")]
    client.write(200, "PATCH", path, {"title": "B"})
    assert written() == []
    client.write(200, "PATCH", path, {"status": "draft"})
    assert written() == [("withdrawn", "a")]
    client.write(200, "PATCH", path, {"status": "published"})
    assert written() == [("published", "a")]
    client.write(204, "DELETE", path)
    assert written() == [("deleted", "a")]


def test_bulk_writes_are_written_down():
    author = make_person()
    posts = [
        Post(title="x", slug=f"x{n}", author=author, status=status, published_at=LONG_AGO)
        for n, status in enumerate(("published", "draft", "published"))
    ]
    Post.objects.bulk_create(posts)
    assert written() == [("published", "x0"), ("published", "x2")]
    Post.objects.update(title="y")
    assert sorted(written()) == [("updated", "x0"), ("updated", "x2")]
    Post.objects.filter(slug="x2").update(status="draft")
    assert written() == [("withdrawn", "x2")]
    Post.objects.all().delete()
    assert written() == [("deleted", "x0")]


def test_a_statement_past_django_is_written_down():
    post = make_post("A")
    written()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_post SET title = 'B' WHERE id = %s", [post.pk])
    assert written() == [("updated", "a")]


def test_the_admin_site_writes_down_what_it_does(as_person, admin):
    post = make_post("A")
    written()
    data = {"action": "delete_selected", "_selected_action": [post.pk], "post": "yes"}
    response = as_person(admin).client.post("/admin/blog/post/", data)
    assert response.status_code == 302
    assert written() == [("deleted", "a")]


def test_an_import_is_written_down(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2024-01-01\n---\nText.\n")
    call_command("import_content", "markdown", str(tmp_path), stdout=StringIO())
    assert ("published", "a") in written()


def test_what_is_rolled_back_was_not(as_person):
    with transaction.atomic():
        make_post("A")
        transaction.set_rollback(True)
    assert written() == []


# What is a change.


def test_likes_and_comments_are_none(reader, as_person):
    post = make_post("A")
    written()
    make_comment(post)
    as_person(reader).write(200, "PUT", f"posts/{post.pk}/like/")
    assert written() == []


def test_a_save_that_changes_nothing_is_none():
    post = make_post("A")
    written()
    post.save()
    save_post(post=post)
    rows_of(post).update(title="A", status="published")
    assert written() == []


@pytest.mark.parametrize("column", sorted(set(SHOWN) - {"status", "slug"}))
def test_each_column_that_a_reader_sees_counts(column):
    post, other = make_post("A", category=make_category("here")), make_person()
    image = make_image(other)
    values = {
        "author_id": other.pk,
        "category_id": None,
        "content_format": "html",
        "toc": [{"id": "a", "level": 2, "title": "A"}],
        "reading_minutes": 99,
        "published_at": LONG_AGO - timedelta(days=1),
        "featured": True,
        "featured_image_id": image.pk,
        "seo_image_id": image.pk,
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    written()
    rows_of(post).update(**{column: values.get(column, "https://other.example")})
    # A source is written, and then what it is rendered as.
    assert set(written()) == {("updated", "a")}


def test_drafts_are_nobodys_business():
    post = make_draft("A", tags=("x",))
    rows_of(post).update(title="B", slug="b")
    Tag.objects.update(name="y")
    post.delete()
    assert written() == []


def test_what_becomes_of_a_slug():
    post = make_post("A")
    written()
    rows_of(post).update(slug="b")
    assert written() == [("updated", "b")]
    rows_of(post).update(slug="secret", status="draft")
    assert written() == [("withdrawn", "b")]


# Tags, and what else a post shows.


def test_tags_of_a_published_post_count():
    post, tag = make_post("A", tags=("x",)), make_tag("y")
    # One is enough for the new post on PostgreSQL; on SQLite reading leaves the other out.
    assert ("published", "a") in written()
    PostTag.objects.create(post=post, tag=tag)
    assert written() == [("tags", "a")]
    PostTag.objects.filter(tag=tag).update(tag=make_tag("z"))
    assert written() == [("tags", "a")]
    PostTag.objects.filter(post=post, tag__slug="z").delete()
    assert written() == [("tags", "a")]
    merge_tags(tag=Tag.objects.get(slug="x"), into=tag)
    assert written() == [("tags", "a")]
    tag.delete()
    assert written() == [("tags", "a")]


def test_a_post_that_goes_takes_its_tags_along():
    make_post("A", tags=("x", "y"))
    written()
    Post.objects.all().delete()
    assert written()[-1] == ("deleted", "a")
    assert written() == []


def test_what_a_post_shows_counts_for_it(author):
    image = make_image(author, alt="A wall")
    here, there = make_category("here"), make_category("there")
    make_post("A", author=author, category=here, tags=("x",), featured_image=image)
    make_draft("B", author=author, category=here, tags=("x",), featured_image=image)
    make_scheduled("C", author=author, category=here, tags=("x",), featured_image=image)
    make_post("D", category=there, tags=("y",))
    written()
    for rows, columns in (
        (Category.objects.filter(pk=here.pk), ("slug", "name")),
        (Tag.objects.filter(slug="x"), ("name", "slug")),
        (Person.objects.filter(pk=author.pk), ("display_name", "username")),
        (Media.objects.filter(pk=image.pk), ("alt",)),
    ):
        for column in columns:
            rows.update(**{column: "new"})
            assert [row for row in written() if row[1] != "c"] == [("updated", "a")], column
            rows.update(**{column: "new"})
            assert [row for row in written() if row[1] != "c"] == [], column
    Person.objects.filter(pk=author.pk).update(last_login=timezone.now(), bio="x", email="")
    Category.objects.filter(pk=here.pk).update(parent=there, description="x")
    assert [row for row in written() if row[1] != "c"] == []


# What is to come.


def due() -> list[tuple[str, str]]:
    connection.check_constraints()
    return [(row.kind, row.slug) for row in Change.objects.exclude(due=None)]


def test_a_scheduled_post_has_its_row_from_the_start():
    post = make_scheduled("A")
    assert due() == [("published", "a")]
    assert Change.objects.get().due == post.published_at


@pytest.mark.parametrize(
    "change",
    [
        {"status": "draft"},
        {"published_at": LONG_AGO},
        {"published_at": None, "status": "draft"},
    ],
)
def test_a_row_to_come_is_void_once_its_post_is_changed(change):
    post = make_scheduled("A")
    connection.check_constraints()
    rows_of(post).update(**change)
    assert due() == []
    assert written() == ([("published", "a")] if "status" not in change else [])


def test_it_follows_its_post():
    post = make_scheduled("A")
    connection.check_constraints()
    later = timezone.now() + timedelta(days=9)
    rows_of(post).update(slug="b", published_at=later)
    assert written() == [("published", "b")]
    assert Change.objects.get().due == later
    post.delete()
    assert written() == []


def test_a_published_post_that_is_put_off_is_withdrawn():
    post = make_post("A")
    written()
    rows_of(post).update(published_at=timezone.now() + timedelta(days=1))
    assert written() == [("withdrawn", "a"), ("published", "a")]
    assert due() == [("published", "a")]


# Housekeeping.


def test_old_rows_are_cleaned_up_and_those_to_come_are_not(capsys):
    for title in ("Old", "Aging", "New"):
        make_post(title)
    make_scheduled("To come")
    connection.check_constraints()
    now = timezone.now()
    for slug, age in {"old": KEPT + SPARE, "aging": KEPT, "to-come": KEPT * 2}.items():
        at = now - age - timedelta(minutes=1)
        Change.objects.filter(slug=slug).update(at=at)
    call_command("clean_up")
    assert "1 changes" in capsys.readouterr().out
    assert {row.slug for row in Change.objects.all()} == {"aging", "new", "to-come"}
    assert forget_old() == 0
    later = Change.objects.filter(slug="to-come")
    later.update(due=now - KEPT - SPARE - timedelta(minutes=1))
    assert forget_old() == 1


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_writes_nothing_down():
    make_post("A", tags=("x",))
    make_scheduled("B")
    assert Change.objects.count() >= 2
    call_command("flush", interactive=False, verbosity=0)
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_are_drawn_at_the_commit():
    with transaction.atomic():
        make_post("A", tags=("x", "y"))
    assert all(row.pk > 0 for row in Change.objects.all())
    if connection.vendor == "postgresql":
        assert [row.kind for row in Change.objects.all()] == ["published"]
