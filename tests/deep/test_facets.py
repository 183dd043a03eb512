"""What tests/api/test_facets.py compares for a few filters, for many."""

from random import Random

import pytest

from tests.api.test_facets import counts_hold, make_blog


@pytest.mark.parametrize("seed", range(5))
def test_a_count_is_that_of_the_list_with_the_value_chosen_instead(api, settings, seed):
    settings.THROTTLE = False
    make_blog()
    counts_hold(api, Random(seed), times=16)
