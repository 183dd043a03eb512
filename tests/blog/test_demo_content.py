"""The demo's posts and people: they show what the blog can do, and say nothing that is not so."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from blog.models import Comment, Person, Post, Tag
from blog.services.demo import load_demo

POST_LINK = re.compile(r'href="/blog/posts/([^"/]+)/"')


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Load it once, for tests that only look: what it holds, in memory, and no row left behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        posts = Post.objects.select_related("author", "category__parent")
        found = SimpleNamespace(
            posts=list(posts.prefetch_related("tags", "likes")),
            comments=list(Comment.objects.select_related("post", "parent", "author")),
            roles={person.username: person.role for person in Person.objects.all()},
            tags=list(Tag.objects.all()),
        )
        transaction.set_rollback(True)
    found.public = [post for post in found.posts if post.is_published]
    return found


def test_readers_and_contributors_publish_nothing(demo):
    roles = {demo.roles[post.author.username] for post in demo.posts if post.status == "published"}
    assert roles == {"author", "editor", "admin"}


def test_one_post_is_a_draft_and_one_waits_for_its_time(demo):
    hidden = [post for post in demo.posts if not post.is_published]
    assert sorted(post.current_status for post in hidden) == ["draft", "scheduled"]
    (waiting,) = (post for post in hidden if post.is_scheduled)
    assert timedelta(days=6) < waiting.published_at - timezone.now() <= timedelta(days=7)
    assert not any(post.likes.all() for post in hidden)
    assert not [comment for comment in demo.comments if comment.post in hidden]


def test_nothing_but_the_scheduled_post_is_from_the_future(demo):
    now = timezone.now()
    for post in demo.posts:
        assert post.created_at <= post.updated_at <= now, post
    for comment in demo.comments:
        assert comment.post.published_at < comment.created_at <= now, comment.content
        if comment.parent:
            assert comment.parent.created_at < comment.created_at, comment.content


def test_threads_are_deep_and_one_comment_waits_and_one_is_gone(demo):
    assert {comment.depth for comment in demo.comments} == {0, 1, 2, 3, 4}
    (waiting,) = (comment for comment in demo.comments if comment.status == "pending")
    assert waiting.author.username == "newcomer"
    (gone,) = (comment for comment in demo.comments if comment.deleted_at)
    assert (gone.author, gone.content, gone.reply_count) == (None, "", 2)


def test_some_posts_are_popular_and_some_are_recent(demo):
    """As statistics mean it: more than five comments, the last seven days."""
    week_ago = timezone.now() - timedelta(days=7)
    assert [post for post in demo.public if post.comment_count > 5]
    assert [post for post in demo.public if post.published_at > week_ago]
    assert {post.like_count for post in demo.public} >= {2, 3, 4, 5, 8}


def test_each_post_shows_what_a_post_can_hold(demo):
    assert len(demo.public) >= 12
    for post in demo.posts:
        assert len(post.toc) >= 3, post
        assert 2 <= len(post.tags.all()) <= 4, post
    for element in ("<table", "<pre", "<code", "<blockquote", "<ul", "<ol"):
        assert sum(element in post.content_html for post in demo.public) >= 5, element
    assert {post.content_format for post in demo.posts} == {"markdown", "html"}
    assert 2 <= len([post for post in demo.public if post.featured]) <= 4
    assert {post.excerpt_is_generated for post in demo.public} == {True, False}


def test_categories_and_tags_are_all_in_use(demo):
    parents = {post.category.parent and post.category.parent.slug for post in demo.posts}
    assert parents == {"guides", None}
    assert {tag for post in demo.public for tag in post.tags.all()} == set(demo.tags)


def test_posts_are_written_in_several_scripts(demo):
    for script in ("[a-z]", "[а-я]", "[ァ-ヶ]", "[ء-ي]"):
        assert any(re.match(script, post.slug) for post in demo.public), script


def test_posts_are_long_enough_to_read_and_short_enough_to_finish(demo):
    """Japanese is counted in characters."""
    for post in demo.posts:
        words = post.content if post.slug.startswith("フィード") else post.content.split()
        assert 250 < len(words) < (900 if words is not post.content else 1800), post


def test_links_between_posts_lead_to_public_ones(demo):
    linked = {slug for post in demo.posts for slug in POST_LINK.findall(post.content_html)}
    assert len(linked) > 5
    assert linked <= {post.slug for post in demo.public}
