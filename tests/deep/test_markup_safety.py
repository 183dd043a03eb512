"""What tests/blog/test_markup_safety.py tries a little of: soup, and texts without an end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.blog.test_markup_safety import (
    HALVES,
    TAGS,
    VALUES,
    WORDS,
    sound_and_stable,
    takes_about_four_times_as_long,
)

SOUP = st.lists(
    st.sampled_from(HALVES + WORDS)
    | st.tuples(st.sampled_from(["<", "</"]), st.sampled_from(TAGS), st.sampled_from(VALUES)).map(
        lambda parts: "".join(parts) + ">"
    ),
    max_size=30,
).map("".join)


@settings(max_examples=1_000, derandomize=True, database=None, deadline=None)
@given(SOUP, st.sampled_from(["markdown", "html"]), st.booleans())
def test_whatever_the_soup_the_result_is_sound_and_stable(source, content_format, ugc):
    sound_and_stable(source, content_format, ugc)


@pytest.mark.parametrize(
    "unit",
    [
        *("<a ", "</p ", "<svg>", '<a b="', "<", "<h2>a</h2>", "://", "http://- ", "*a "),
        *("> a\n>", "[a](", "`", "<b>x</b> "),
    ],
)
def test_four_times_the_text_takes_about_four_times_as_long(unit):
    takes_about_four_times_as_long(unit)
