"""The gate and its twins: the query and the predicate must agree for everyone and everything."""

import pytest
from django.contrib.auth.models import AnonymousUser

from blog.models import Comment, Person, Post, Tag
from tests.factories import make_comment, make_draft, make_post, make_scheduled, make_tag

KINDS = {"published": make_post, "scheduled": make_scheduled, "draft": make_draft}


@pytest.fixture
def cast(author, stranger, editor, admin):
    return {
        "anonymous": AnonymousUser(),
        "author": author,
        "stranger": stranger,
        "editor": editor,
        "admin": admin,
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["anonymous", "author", "stranger", "editor", "admin"])
def test_query_and_predicate_agree(cast, kind, who):
    post = KINDS[kind](author=cast["author"])
    expected = kind == "published" or who in {"author", "editor", "admin"}
    assert Post.objects.visible_to(cast[who]).filter(pk=post.pk).exists() is expected
    assert post.is_visible_to(cast[who]) is expected


@pytest.mark.parametrize("kind", KINDS)
def test_each_post_has_one_status(author, kind):
    post = KINDS[kind](author=author)
    found = {name for name in KINDS if Post.objects.with_status(name).exists()}
    assert found == {kind}
    assert post.current_status == kind


def test_a_scheduled_post_appears_by_time_alone(time_machine, author):
    post = make_scheduled(author=author)
    assert not Post.objects.published().exists()
    time_machine.move_to(post.published_at)
    assert Post.objects.published().get() == post
    assert post.is_published


def test_a_tag_of_hidden_posts_only_is_hidden(author, editor):
    make_draft(author=author, tags=("secret",))
    make_post(tags=("open", "shared"))
    make_draft(author=author, tags=("shared",))
    assert set(names(Tag, AnonymousUser())) == {"open", "shared"}
    assert set(names(Tag, author)) == {"open", "shared", "secret"}
    make_tag("unused")
    assert "unused" not in names(Tag, author)
    assert "unused" in names(Tag, editor)


def names(model, user):
    return list(model.objects.visible_to(user).values_list("slug", flat=True))


def test_only_people_with_a_published_post_are_authors(author, stranger):
    make_draft(author=author)
    make_post(author=stranger)
    assert list(Person.objects.visible_to(AnonymousUser())) == [stranger]


@pytest.mark.parametrize("status", ["approved", "pending", "rejected", "spam"])
def test_comments_show_when_approved_or_pending_and_own(status, reader, stranger, editor):
    comment = make_comment(make_post(), author=reader, status=status)

    def sees(user):
        return Comment.objects.visible_to(user).filter(pk=comment.pk).exists()

    assert sees(AnonymousUser()) is (status == "approved")
    assert sees(stranger) is (status == "approved")
    assert sees(reader) is (status in {"approved", "pending"})
    assert sees(editor)


def test_comments_hide_with_their_post(author, stranger):
    make_comment(make_draft(author=author), author=stranger)
    assert not Comment.objects.visible_to(stranger).exists()
    assert Comment.objects.visible_to(author).exists()
