"""`manage.py load_demo`: the demo comes whole, once, and in development only."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone

from blog.demo.content import duration, moment, read_table
from blog.models import Category, Comment, Like, Person, Post, PostTag, Tag
from blog.services import demo
from blog.services.counts import wrong_counts

pytestmark = pytest.mark.django_db
MODELS = [Category, Comment, Like, Person, Post, PostTag, Tag]


@pytest.fixture(autouse=True)
def _development(settings):
    settings.DEBUG = True


def run() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[dict]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_it_says_what_came():
    assert run() == (
        f"The demo is loaded: {Post.objects.count()} posts, {Comment.objects.count()} comments,"
        f" {Like.objects.count()} likes, {Person.objects.count()} people.\n"
    )


def test_a_second_run_changes_nothing():
    run()
    before = everything()
    assert run() == "There are posts already: nothing was loaded.\n"
    assert everything() == before


def test_it_is_refused_outside_development(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="for development only"):
        run()
    assert not Person.objects.exists()


def test_it_loads_everything_or_nothing(monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("the power went out")

    monkeypatch.setattr(demo, "like", fail)
    with pytest.raises(RuntimeError):
        run()
    assert {name for name, rows in everything().items() if rows} == set()


def test_it_names_what_is_in_the_way():
    Person.objects.create(username="somebody", email="author@example.com")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        run()
    assert not Post.objects.exists()


def test_its_counters_are_exact():
    run()
    assert list(wrong_counts()) == []
    assert Like.objects.count() == sum(map(len, read_table("likes").values()))


def test_it_makes_one_person_a_role_and_none_can_sign_in():
    run()
    for role in ("reader", "contributor", "author", "editor", "admin"):
        person = Person.objects.get(username=role)
        assert (person.role, person.email) == (role, f"{role}@example.com")
    assert Person.objects.get(is_staff=True, is_superuser=True).username == "admin"
    assert Person.objects.filter(Q(is_staff=True) | Q(is_superuser=True)).count() == 1
    assert not [person for person in Person.objects.all() if person.has_usable_password()]


def test_it_keeps_the_account_of_somebody_who_is_there():
    before = Person.objects.create_user("Editor", password="a long sentence", bio="Mine.")
    run()
    after = Person.objects.get(username__iexact="editor")
    assert (after.pk, after.password, after.bio) == (before.pk, before.password, before.bio)
    assert (after.role, after.name) == ("reader", "Edwin Marsh")


def test_every_row_would_pass_a_form():
    run()
    for model in MODELS:
        for row in model.objects.all():
            # A placeholder has neither author nor content; nobody has a password.
            row.full_clean(exclude=["author", "content", "password"])


@pytest.mark.parametrize(
    ("words", "hours"),
    [("1 hour ago", -1), ("2 days 3 hours ago", -51), ("in 7 days", 168), ("1 week ago", -168)],
)
def test_times_are_relative(words, hours):
    now = timezone.now()
    assert moment(words, now) - now == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("words", "error"), [("2 fortnights", TypeError), ("2 days 3", ValueError)]
)
def test_a_time_that_makes_no_sense_is_an_error(words, error):
    with pytest.raises(error):
        duration(words)
