"""Which representation wins, as RFC 9110 (12.5.1) and the contract's section 1 say."""

import pytest

from api.negotiation import MOST_CHARACTERS, best

OFFERED = ("application/json", "text/html", "text/markdown", "text/csv")
JSON, HTML, MD, CSV = range(4)
CASES = [
    # Nothing said, or everything accepted: the mount's own order.
    ("", JSON),
    ("   ", JSON),
    ("*/*", JSON),
    ("*", JSON),
    ("*/*;q=0.1", JSON),
    ("text/*", HTML),
    # One thing said.
    ("application/json", JSON),
    ("text/html", HTML),
    ("text/markdown", MD),
    ("text/csv", CSV),
    ("TEXT/HTML", HTML),
    (" text/html ", HTML),
    ("application/*", JSON),
    # Quality decides, whatever the order.
    ("text/html;q=0.5, application/json;q=0.4", HTML),
    ("text/html;q=0.4, application/json;q=0.5", JSON),
    ("application/json;q=0.4, text/html;q=0.5", HTML),
    ("text/csv, */*;q=0.1", CSV),
    ("*/*;q=0.1, text/csv", CSV),
    ("text/markdown;q=0.9, text/*;q=0.8, */*;q=0.1", MD),
    ("text/html; q=0.5, application/json ;q=0.6", JSON),
    ("text/html;Q=0.5, application/json;q=0.6", JSON),
    ("text/html;q=1.000, application/json;q=0.999", HTML),
    # Equal quality: the mount's own order again.
    ("text/html, application/json", JSON),
    ("text/csv;q=0.5, text/markdown;q=0.5", MD),
    # Zero means never.
    ("application/json;q=0, */*", HTML),
    ("*/*, application/json;q=0", HTML),
    ("text/html;q=0, */*", JSON),
    ("text/html;q=0, text/*", MD),
    ("application/json;q=0, text/html;q=0, */*;q=0.3", MD),
    ("text/html;q=0", None),
    ("*/*;q=0", None),
    ("text/*;q=0, text/csv", CSV),
    ("text/*;q=0, */*", JSON),
    ("application/json;q=0.0", None),
    # The most specific range speaks for a type, even where a wider one says more.
    ("text/html;q=0.2, */*", JSON),
    ("application/json;q=0.2, */*;q=0.9", HTML),
    ("application/*;q=0.2, text/*;q=0.3", HTML),
    # Parameters do not prevent a match.
    ("application/json; charset=utf-8", JSON),
    ("text/html;charset=utf-8;q=0.9, application/json;q=0.8", HTML),
    ("application/json; version=1.0; indent=4", JSON),
    ("text/html;level=1;q=0.3, application/json;q=0.2", HTML),
    # What is said of the type itself is closer than what is said of it with a parameter.
    ("text/html;level=1, text/html;q=0", None),
    ("text/html;level=1;q=0, text/html", HTML),
    ("text/html;q=0.1;level=1, */*;q=0.5", JSON),
    # Spaces, cases, quotes.
    ("text/html ; q = 0, text/*", MD),
    ("text/html;\tq=0.5, application/json;q=0.4", HTML),
    ('text/html;title="a, text/csv";q=0.5, text/csv;q=0', HTML),
    ('text/html;title=", text/csv, ";q=0.5, application/json;q=0.6', JSON),
    ('text/html;title="a\\", text/csv, ";q=0.5, application/json;q=0.6', JSON),
    ('text/markdown, text/html;title="never ends, text/csv', HTML),
    ("text/html;;q=0.5;, application/json;q=0.4", HTML),
    ("text/html;q=0.2;q=0.9, text/csv;q=0.5", CSV),
    # Browsers.
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", HTML),
    ("image/avif,image/webp,*/*;q=0.8", JSON),
    # Nothing that we have.
    ("image/png", None),
    ("application/xml", None),
    ("text/plain;q=0.9", None),
    ("application/vnd.api+json", None),
    # A range that is malformed says nothing; the others count.
    ("text/html;q=high, text/csv", CSV),
    ("text/html;q=2, text/csv", CSV),
    ("text/html;q=-1, text/csv", CSV),
    ("text/html;q=nan, text/csv", CSV),
    ("text/html;q=inf, text/csv;q=0.1", CSV),
    ("text/html;q=, text/csv;q=0.1", CSV),
    ("text/html;q=1e0, text/csv;q=0.1", CSV),
    ("text/html;q=0_1, text/csv;q=0.1", CSV),
    ("text/html;q=1.001, text/csv;q=0.1", CSV),
    ("text/html;q=\u0661, text/csv;q=0.1", CSV),
    ("text/html;q=.5, text/csv;q=0.1", HTML),
    ("text/html;q=1., text/csv;q=0.9", HTML),
    ("*/html, text/csv;q=0.1", CSV),
    ("nonsense", None),
    (", ,text/csv, ,", CSV),
    (";q=0.5", None),
]


@pytest.mark.parametrize(("accept", "expected"), CASES)
def test_the_best_representation_wins(accept, expected):
    assert best(accept, OFFERED) == expected


def test_of_two_words_about_one_type_the_better_one_counts():
    assert best("text/csv;q=0.1, text/csv;q=0.9, text/html;q=0.5", OFFERED) == CSV
    assert best("text/csv;q=0.9, text/csv;q=0.1, text/html;q=0.5", OFFERED) == CSV


def test_the_order_of_the_mount_breaks_ties():
    assert best("*/*", ("text/html", "application/json")) == 0


def test_a_huge_header_is_read_to_a_bound_only():
    assert best("a/b," * 200 + "text/csv", OFFERED) is None
    assert best("x" * MOST_CHARACTERS + ",text/csv", OFFERED) is None


def test_a_range_that_the_bound_cuts_is_not_read_at_all():
    """Its half could say the contrary: `q=0` of `q=0.9`, or `text/csv` of `text/csv-schema`."""
    for whole, end in (("text/html;q=0.9", ".9"), ("text/csv-schema", "-schema")):
        filling = "x" * (MOST_CHARACTERS - len(whole) + len(end) - 1)
        assert best(f"{filling},{whole}", ("text/html", "text/csv")) is None
    filling = "x" * (MOST_CHARACTERS - len(",*/*,text/html;q=0"))
    assert best(f"{filling},*/*,text/html;q=0.9", ("text/html",)) == 0


def test_parameters_of_what_is_offered_do_not_matter_either():
    assert best("text/csv", ("application/json", "text/csv; charset=utf-8")) == 1


def test_nothing_is_the_best_of_nothing():
    assert best("*/*", ()) is None


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/png", None])
def test_the_format_wins_over_any_accept(api, accept):
    response = api.get("/blog/?format=json", accept)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"


def test_an_empty_format_is_none(api):
    assert api.get("posts/?format=", "text/html")["Content-Type"].startswith("text/html")


def test_an_unknown_format_names_the_known_ones(api):
    problem = api.json("posts/", 404, format="docx")
    assert "json, html, rss, atom, jsonfeed, csv" in problem["detail"]


def test_what_is_not_acceptable_names_what_is_there(api):
    response = api.get("posts/", "image/png")
    assert response.status_code == 406
    assert "application/json" in response.json()["detail"]
