"""Does a reader find what is meant? Real questions to a real blog, beside `icontains` by date."""

import pytest
from django.db.models import Q

from blog.models import Post
from tests.deep.real_blog import imported
from tests.deep.relevance_queries import QUERIES

FIRST = 3
WANTED = 0.9


def by_icontains(text: str) -> list[str]:
    """Return the first titles of the search that many blogs have: every word, newest first."""
    found = Post.objects.published()
    for word in text.replace('"', " ").split():
        here = Q(title__icontains=word.lstrip("-")) | Q(content__icontains=word.lstrip("-"))
        found = found.exclude(here) if word.startswith("-") else found.filter(here)
    return list(found.values_list("title", flat=True)[:FIRST])


@pytest.mark.django_db
def test_the_post_that_a_reader_means_comes_among_the_first_three(api):
    imported()
    missed, before = {}, 0
    for typed, meant in QUERIES:
        first = api.titles(q=typed)
        if not set(meant) & set(first[:FIRST]):
            missed[typed] = first[:FIRST]
        before += bool(set(meant) & set(by_icontains(typed)))
    found = len(QUERIES) - len(missed)
    print(f"search {found} of {len(QUERIES)}, icontains by date {before}; missed: {missed}")  # noqa: T201
    assert len(QUERIES) >= 40
    assert found >= WANTED * len(QUERIES)
    assert before < found
