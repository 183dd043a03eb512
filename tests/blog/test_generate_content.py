"""`manage.py generate_content`: the same for a seed, as sound as what people write, and found."""

import hashlib
import json
import re
from collections import Counter
from io import StringIO
from itertools import pairwise
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from blog.generator import generating
from blog.generator.plan import Plan
from blog.models import Category, Change, Comment, Like, Person, Post, PostTag, SearchDocument, Tag
from blog.models.comment import MAX_DEPTH
from blog.models.post import DERIVED
from blog.services.counts import wrong_counts
from tests.factories import make_post

pytestmark = pytest.mark.django_db
MODELS = [Category, Comment, Like, Person, Post, PostTag, Tag]
SIZE = {"posts": 60, "comments": 90, "people": 7}
# Of 60 posts of the seed 1, on both databases. What is measured with other content is another
# measurement: whoever changes the content on purpose says so in the changelog.
DIGEST = "ba58c6386d92399007f9851457af6f5dac9d986d934784f050c9c21034ce6720"


def run(**numbers) -> str:
    out = StringIO()
    call_command("generate_content", stdout=out, **{**SIZE, **numbers})
    return out.getvalue()


def everything() -> str:
    """Return all that was generated, with the place of a row instead of its id."""
    rows = {model: list(model.objects.order_by("pk").values()) for model in MODELS}
    places = {model: {row["id"]: n for n, row in enumerate(rows[model])} for model in MODELS}
    for model in MODELS:
        keys = {f.attname: f.related_model for f in model._meta.fields if f.related_model in MODELS}
        for row in rows[model]:
            row.pop("id")
            row.pop("password", None)  # Unusable, and each in its own way.
            row.update((k, places[keys[k]][row[k]]) for k in keys if row[k])
    return json.dumps([rows[model] for model in MODELS], default=str)


def digest() -> str:
    """Return a hash of what posts and comments say, and when: no columns that are yet to come."""
    posts = Post.objects.order_by("pk").values_list("slug", "title", "content", "published_at")
    comments = Comment.objects.order_by("pk").values_list("content", "status", "created_at")
    said = json.dumps([list(posts), list(comments)], default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def remove_everything() -> None:
    for model in (Like, Comment, Post, Person, Tag):
        model.objects.all().delete()
    for category in Category.objects.order_by("-pk"):
        category.delete()


def whole_index() -> list[tuple]:
    """Return every word of the full-text index with its place."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed"
                " USING fts5vocab('main', 'blog_search', 'instance')"
            )
            cursor.execute("SELECT doc, col, offset, term FROM temp.indexed ORDER BY 1, 2, 3")
        else:
            cursor.execute("SELECT rowid, blog_search::text FROM blog_search ORDER BY rowid")
        return cursor.fetchall()


def test_the_same_seed_and_numbers_give_the_same_on_every_database():
    run()
    first = everything()
    remove_everything()
    run(seed=2)
    other = everything()
    remove_everything()
    run()
    assert everything() == first != other
    assert digest() == DIGEST


def test_another_process_makes_the_same(monkeypatch):
    monkeypatch.setattr(generating, "BATCH_POSTS", 25)
    run()
    assert digest() == DIGEST


def test_whoever_follows_the_changes_is_told():
    run(posts=250)
    told = Change.objects.filter(kind="published")
    assert list(told.values_list("post_id", "slug", "due")) == [
        (post.pk, post.slug, post.published_at if post.current_status == "scheduled" else None)
        for post in Post.objects.filter(status="published").order_by("pk")
    ]
    assert not Change.objects.exclude(kind__in=["published", "tags"]).exists()
    assert told.exclude(due=None).count() == 1
    # What comes later is written down row by row again.
    Post.objects.filter(pk=told[0].post_id).update(title="Another title")
    connection.check_constraints()
    assert Change.objects.filter(kind="updated").count() == 1
    make_post(tags=("later",))
    connection.check_constraints()
    assert told.count() == Post.objects.filter(status="published").count()


def test_it_says_what_came():
    said = run()
    likes = Like.objects.count()
    assert re.fullmatch(
        rf"Generated 60 posts, 90 comments, 7 people, {likes} likes in [\d.]+ s:"
        r" [\d,]+ posts a second, with their search index\.\n",
        said,
    )
    assert (Post.objects.count(), Comment.objects.count(), Person.objects.count()) == (60, 90, 7)


def test_there_are_five_comments_a_post_unless_said_otherwise():
    run(comments=None)
    assert Comment.objects.count() == 300


def test_what_is_derived_is_what_rendering_and_indexing_give():
    run(posts=150)
    for post in Post.objects.all():
        stored = [getattr(post, name) for name in DERIVED]
        post.render()
        assert [getattr(post, name) for name in DERIVED] == stored
    for comment in Comment.objects.all():
        stored = comment.content_html
        comment.render()
        assert comment.content_html == stored
    stored = whole_index()
    assert len(stored) >= 150
    call_command("reindex_search", stdout=StringIO())
    assert whole_index() == stored


def test_every_counter_and_constraint_holds():
    run()
    assert list(wrong_counts()) == []
    connection.check_constraints()
    for model in MODELS:
        for row in model.objects.all()[:20]:
            row.full_clean(exclude=["password"])


def test_it_is_like_a_blog():
    run(posts=500, comments=2_000)
    assert Counter(post.current_status for post in Post.objects.all()) == {
        "published": 494,
        "draft": 5,
        "scheduled": 1,
    }
    assert (Category.objects.count(), Tag.objects.count()) == (20, 200)
    assert Category.objects.filter(parent__parent__isnull=False).exists()
    tags = Counter(PostTag.objects.values_list("post", flat=True))
    assert (len(tags), min(tags.values()), max(tags.values())) == (500, 1, 5)
    assert all(3 <= len(post.title.split()) <= 9 for post in Post.objects.all())
    assert 900 < sum(len(post.content) for post in Post.objects.all()) / 500 < 1500
    assert {*Comment.objects.values_list("depth", flat=True)} == set(range(MAX_DEPTH + 1))
    assert Comment.objects.filter(status="pending").exists()


def test_times_go_forward_and_posts_come_ever_faster():
    run(posts=500)
    times = list(Post.objects.published().order_by("pk").values_list("published_at", flat=True))
    assert times == sorted(times)
    half = times[0] + (times[-1] - times[0]) / 2
    assert sum(time > half for time in times) > 300
    for post in Post.objects.prefetch_related("comments"):
        assert post.created_at <= post.updated_at
        if said := [comment.created_at for comment in post.comments.all()]:
            assert post.is_published
            moments = [post.published_at, *said, timezone.now()]
            assert moments == sorted(moments)


def test_replies_stand_in_their_threads():
    run()
    replies = Comment.objects.filter(parent__isnull=False).select_related("parent__root", "root")
    assert len(replies) > 10
    for reply in replies:
        assert reply.depth == reply.parent.depth + 1
        assert reply.root == (reply.parent.root or reply.parent)
        assert (reply.post_id, reply.parent.status) == (reply.parent.post_id, "approved")


def test_posts_are_found_by_rare_words_and_by_common_ones(api):
    run()
    post = Post.objects.published().first()
    (revision,) = re.findall(r"\b[0-9a-f]{8}\d\b", post.content)
    assert api.titles(q=revision) == [post.title]
    assert api.json("posts/", q="the")["count"] > 30


def test_a_second_run_adds_as_much_again():
    run()
    before = set(Post.objects.values_list("slug", "content"))
    run()
    assert Post.objects.count() == SearchDocument.objects.count() == 120
    assert Person.objects.count() == 14
    assert (Category.objects.count(), Tag.objects.count()) == (20, 200)
    assert len(before & set(Post.objects.values_list("slug", "content"))) == 60
    assert Post.objects.values("content").distinct().count() == 120
    assert list(wrong_counts()) == []


def test_what_is_there_is_left_and_used():
    post = make_post("The first")
    tag = Tag.objects.create(slug="snakes", name="Python")
    category = Category.objects.create(slug="design", name="Form")
    run()
    assert Post.objects.get(pk=post.pk).content == post.content
    assert (Tag.objects.count(), Category.objects.count()) == (200, 20)
    assert Tag.objects.get(slug="snakes") == tag
    assert category.posts.exists() or category.children.exists()


def test_nobody_can_sign_in():
    run()
    for person in Person.objects.all():
        assert person.email == f"{person.username}@example.com"
        assert person.role == "author"
        assert not person.has_usable_password()


def test_a_failure_keeps_whole_batches(monkeypatch):
    written = []

    def fail_at_third(model, columns, rows):
        written.extend([model] * (model is Like))
        if len(written) == 3:
            raise DatabaseError("the disk is full\nand more")
        insert(model, columns, rows)

    insert = generating.insert_rows
    monkeypatch.setattr(generating, "insert_rows", fail_at_third)
    monkeypatch.setattr(generating, "BATCH_POSTS", 20)
    with pytest.raises(CommandError) as raised:
        run()
    message = "The batches so far are kept; the database failed: the disk is full"
    assert str(raised.value) == message
    assert Post.objects.count() == SearchDocument.objects.count() == 40
    assert list(wrong_counts()) == []


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"posts": -1}, "--posts takes a number from 0 to 10,000,000."),
        ({"comments": -1}, "--comments takes a number from 0 to 10,000,000."),
        ({"people": 10_000_001}, "--people takes a number from 0 to 10,000,000."),
        ({"people": 0}, "Somebody has to write the posts: --people is 0."),
        ({"posts": 2, "comments": 2001}, "2,001 comments are too many for 2 posts: 1,000 a post"),
        ({"posts": 0}, "90 comments are too many for 0 posts: 1,000 a post"),
        ({"until": "tomorrow"}, "--until takes a date like 2025-01-01, not 'tomorrow'."),
        ({"until": "2999-01-01"}, "--until takes a date from 1950 to today, not 2999-01-01."),
    ],
)
def test_what_cannot_be_is_refused(numbers, said):
    with pytest.raises(CommandError, match=f"^{re.escape(said)}"):
        run(**numbers)
    assert not Person.objects.exists()


def test_nothing_is_little_but_no_mistake():
    run(posts=0, comments=0, people=0)
    assert not Post.objects.exists()


@pytest.mark.parametrize("posts", [1, 2, 100, 7_919])
def test_all_comments_are_given_away(posts):
    plan = Plan(Random(1), posts, 500, timezone.now())
    assert (len(plan.comments), sum(plan.comments)) == (posts, 500)


@pytest.mark.parametrize("most", [10, 100])
def test_batches_leave_nobody_out(monkeypatch, most):
    monkeypatch.setattr(generating, "BATCH_COMMENTS", most)
    monkeypatch.setattr(generating, "BATCH_POSTS", 7)
    plan = Plan(Random(1), 100, 500, timezone.now())
    batches = list(generating._numbers(plan))
    assert [n for batch in batches for n in batch] == list(range(100))
    assert all(one.stop == other.start for one, other in pairwise(batches))
    assert max(map(len, batches)) == 7 or most == 10
