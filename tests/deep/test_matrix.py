"""What tests/api/test_matrix.py asks for a few roles only, for all: tokens, pages and forms."""

import pytest

from tests.api.matrix.asking import (
    expired,
    malformed,
    not_refused,
    of_somebody_inactive,
    report,
    revoked,
    wrong_by_browser,
    wrong_by_session,
    wrong_by_token,
)
from tests.api.matrix.table import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_often_as_you_like(settings, caplog):
    settings.THROTTLE = False
    # A line for each of a thousand requests would hide the list of wrong cells.
    caplog.set_level("WARNING", "broadsheet.access")


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(role):
    wrong = wrong_by_session(role, pages=False)
    assert not wrong, report(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_of_pages_what_the_table_says(role):
    wrong = wrong_by_session(role, pages=True)
    assert not wrong, report(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_a_browser_gets_pages_and_is_led_on_as_the_table_says(role):
    wrong = wrong_by_browser(role)
    assert not wrong, report(wrong)


@pytest.mark.parametrize("role", ROLES[1:])
def test_a_token_narrows_its_owners_rights_and_never_adds_to_them(role):
    wrong = wrong_by_token(role)
    assert not wrong, report(wrong)


@pytest.mark.parametrize("spoil", [expired, revoked, of_somebody_inactive, malformed])
def test_a_token_that_does_not_hold_is_refused_everywhere(spoil):
    wrong = not_refused(spoil)
    assert not wrong, report(wrong)
