"""The triggers are there after every migration, and in the way of none."""

from types import SimpleNamespace

import pytest
from django.db import connection

from blog.apps import install_triggers, make_way
from blog.models import Change
from blog.triggers import OURS, install
from tests.factories import make_post

pytestmark = pytest.mark.django_db
OF_OURS, OF_OTHERS = (
    (SimpleNamespace(app_label=label), False) for label in ("blog", "contenttypes")
)


def triggers() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(OURS[connection.vendor])
        return set(cursor.fetchall())


def test_they_can_be_installed_again_and_again():
    before = triggers()
    assert ("change_post_update", "blog_post") in before
    install("default")
    assert triggers() == before


def test_only_sqlite_takes_them_away_and_only_where_a_table_of_ours_may_change():
    before = triggers()
    make_way("default", plan=[OF_OTHERS])
    assert triggers() == before
    make_way("default", plan=[OF_OTHERS, OF_OURS])
    assert triggers() == (set() if connection.vendor == "sqlite" else before)
    install_triggers("default")
    assert triggers() == before


@pytest.mark.django_db(transaction=True)
def test_those_whose_tables_are_not_there_yet_are_left_out():
    before = triggers()
    try:
        with connection.schema_editor() as editor:
            editor.delete_model(Change)
        install("default")
        left = {name for name, _ in triggers()}
        assert left
        assert not [name for name in left if name.startswith("change_")]
        make_post()
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(Change)
        install("default")
    assert triggers() == before
