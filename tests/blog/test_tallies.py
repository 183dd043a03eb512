"""The kept counts equal the rows, whatever was written and however."""

import random
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from blog.models import Post, PostTag, Tag, Tally
from blog.services.demo import load_demo
from blog.services.tags import merge_tags
from blog.tallies import (
    Kind,
    number_of,
    numbers_of,
    rebuild_tallies,
    sum_up_tallies,
    wrong_tallies,
)
from tests.factories import (
    make_category,
    make_comment,
    make_draft,
    make_post,
    make_scheduled,
    make_tag,
)


@pytest.mark.django_db
def test_whatever_is_written_the_tallies_equal_the_rows():
    chance = random.Random(4)
    categories = [make_category(f"c{n}") for n in range(3)]
    tags = [make_tag(f"t{n}") for n in range(4)]
    made = 0
    for _ in range(150):
        posts = list(Post.objects.all())
        post = chance.choice(posts) if posts else None
        match chance.randrange(9):
            case 0 | 1 | 2:
                kind = chance.choice([make_post, make_draft, make_scheduled])
                names = [tag.slug for tag in chance.sample(tags, 2)]
                kind(category=chance.choice([*categories, None]), tags=tuple(names))
                made += 1
            case 3 if post:
                post.delete()
            case 4 if post:
                post.published_at = timezone.now() - timedelta(days=chance.randrange(900))
                post.status = chance.choice(["draft", "published"])
                post.category = chance.choice([*categories, None])
                post.save()
            case 5 if post:
                Post.objects.filter(pk=post.pk).update(category=chance.choice(categories))
            case 6 if post:
                PostTag.objects.filter(post=post)[
                    :1
                ].get().delete() if post.post_tags.exists() else None
            case 7 if post and post.is_published:
                make_comment(post)
            case 8 if post and not post.post_tags.exists():
                PostTag.objects.bulk_create([PostTag(post=post, tag=tag) for tag in tags])
    assert made > 30
    assert wrong_tallies() == []


@pytest.mark.django_db
def test_a_tally_of_what_is_published_leaves_scheduled_posts_out_until_they_appear(time_machine):
    make_post(published_at="2024-05-06T07:08:09Z")
    post = make_scheduled(category=make_category("here"), tags=("a",))
    tag = Tag.objects.get()
    assert number_of(Kind.ALL) == 1
    assert numbers_of(Kind.MONTH) == {202405: 1}
    assert numbers_of(Kind.TAG, [tag.pk]) == numbers_of(Kind.CATEGORY) == {}
    time_machine.move_to(post.published_at)
    assert number_of(Kind.ALL) == 2
    assert numbers_of(Kind.TAG, [tag.pk]) == {tag.pk: 1}
    assert numbers_of(Kind.CATEGORY) == {post.category_id: 1}


@pytest.mark.django_db
def test_merged_tags_add_up():
    make_post(tags=("a",))
    make_post(tags=("b", "c"))
    merge_tags(tag=Tag.objects.get(slug="a"), into=Tag.objects.get(slug="b"))
    assert numbers_of(Kind.TAG)[Tag.objects.get(slug="b").pk] == 2
    assert wrong_tallies() == []


@pytest.mark.django_db
def test_check_counts_finds_and_repairs_a_wrong_tally(capsys):
    load_demo()
    assert wrong_tallies() == []
    right = {kind: numbers_of(kind) for kind in Kind}
    row = Tally.objects.filter(kind=Kind.ALL).first()
    Tally.objects.filter(pk=row.pk).update(number=row.number + 3)
    with pytest.raises(CommandError):
        call_command("check_counts")
    stored = right[Kind.ALL][0] + 1  # and the scheduled one
    assert f"tally of all 0 is {stored + 3}, counted {stored}" in capsys.readouterr().out
    call_command("check_counts", "--repair")
    assert {kind: numbers_of(kind) for kind in Kind} == right
    rebuild_tallies()
    assert wrong_tallies() == []


@pytest.mark.django_db(transaction=True)
def test_emptied_tables_leave_no_tally_behind():
    make_post(tags=("a",), category=make_category("here"))
    call_command("flush", interactive=False, verbosity=0)
    assert not Tally.objects.exists()
    make_post(tags=("a",))
    assert number_of(Kind.ALL) == 1
    assert wrong_tallies() == []


@pytest.mark.django_db
def test_tallies_are_summed_up_and_stay_the_same():
    for _ in range(4):
        make_post(tags=("a",))
    before = {kind: numbers_of(kind) for kind in Kind}
    sum_up_tallies()
    assert Tally.objects.filter(kind=Kind.ALL).count() == 1
    assert {kind: numbers_of(kind) for kind in Kind} == before
