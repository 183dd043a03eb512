"""What tests/api/test_one_transaction.py does at each statement, at each commit."""

import pytest

from tests.api.test_one_transaction import WRITES, leaves_nothing_behind


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES, ids=str)
def test_a_write_that_fails_at_its_commit_leaves_nothing_behind(write):
    leaves_nothing_behind(write, at_commit=True)
