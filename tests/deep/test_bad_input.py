"""What tests/api/test_bad_input.py tries with some values at each place, with all of them."""

import pytest

from tests.api.test_bad_input import (
    OF_COMMENTS,
    PATHS,
    VALUES,
    comments_stand,
    lists_stand,
    make_blog,
    names_stand,
    path_stands,
)


@pytest.fixture(autouse=True)
def _blog(db, settings):
    settings.THROTTLE = False
    make_blog()


def test_no_value_of_any_parameter_breaks_a_list(api):
    lists_stand(api, VALUES, VALUES)


@pytest.mark.parametrize("parameter", OF_COMMENTS)
def test_no_value_of_a_parameter_breaks_the_comments(api, parameter):
    comments_stand(api, parameter, VALUES)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_breaks_a_resource(api, path):
    path_stands(api, path, VALUES)


def test_no_name_of_a_parameter_breaks_a_list(api):
    names_stand(api, VALUES, VALUES)
