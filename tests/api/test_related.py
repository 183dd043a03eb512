"""`GET /api/v1/posts/{ref}/related/`: near by what is said, not by category alone."""

import pytest

from tests.factories import make_category, make_draft, make_post, make_scheduled

FILLER = "Some words that every post of this blog has in it, and more of them."


def related(api, ref):
    return [post["title"] for post in api.json(f"posts/{ref}/related/")]


@pytest.fixture
def blog(db):
    here = make_category("here")
    make_post("Sourdough", category=here, content=f"Sourdough starter, rye flour. {FILLER}")
    make_post("Rye bread", content=f"Rye flour and a sourdough starter again. {FILLER}")
    make_post("Bicycles", category=here, content=f"Chains, brakes and gears. {FILLER}")
    for number in range(12):
        make_post(f"Diary {number}", category=here, content=FILLER)


def test_it_is_what_shares_the_telling_words_whatever_the_category(api, blog):
    assert related(api, "sourdough") == ["Rye bread"]
    assert related(api, "rye-bread") == ["Sourdough"]


def test_shared_tags_bring_a_post_nearer(api):
    make_post("One", content="Sourdough and rye.", tags=("bread",))
    make_post("Two", content="Sourdough and rye.", tags=("other",))
    make_post("Three", content="Sourdough and rye.", tags=("bread",))
    make_post("Four", content="Sourdough and rye.")
    assert related(api, "one")[0] == "Three"
    assert len(related(api, "one")) == 3


def test_hidden_posts_are_related_to_nothing(api, as_person, author):
    make_post("Seen", content="Sourdough and rye.", author=author)
    make_draft("Draft", content="Sourdough and rye.", author=author)
    make_scheduled("Later", content="Sourdough and rye.", author=author)
    make_post("Other", content="Sourdough and rye.")
    assert related(api, "seen") == ["Other"]
    assert related(as_person(author), "seen") == ["Other"]
    assert api.get("posts/draft/related/").status_code == 404
    assert related(as_person(author), "draft") == ["Other", "Seen"]


def test_a_post_that_shares_no_word_gets_the_newest_of_its_category(api):
    here = make_category("here")
    make_post("Aardvark", category=here, content="Unique.")
    make_post("Newer", category=here, content="Different.")
    assert related(api, "aardvark") == ["Newer"]
    make_post("Zebra", content="Alone.")
    assert related(api, "zebra") == []
