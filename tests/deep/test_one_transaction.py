"""What tests/api/test_one_transaction.py does in the middle, at each statement and each commit."""

import pytest

from tests.api.test_one_transaction import MOST, WRITES, leaves_nothing_behind


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_commit", [False, True], ids=["statement", "commit"])
@pytest.mark.parametrize("write", WRITES, ids=str)
def test_a_write_that_fails_anywhere_leaves_nothing_behind(write, at_commit):
    leaves_nothing_behind(write, at_commit=at_commit, numbers=range(1, MOST))
