"""How many statements each read costs: named one by one, the same for 1 row and for 50."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Comment
from tests.factories import make_category, make_comment, make_person, make_post

# Path, then one word for each statement.
READS = {
    "/api/": "",
    "/api/v1/": "",
    "/api/v1/schema/": "",
    "/api/v1/docs/": "",
    "/api/v1/posts/": "count posts tags",
    "/api/v1/posts/?page_size=100": "count posts tags",
    "/api/v1/posts/?category=here&tag=a&author=ann": "names count posts tags",
    "/api/v1/posts/?q=text": "count posts tags",
    "/api/v1/posts/?tag_all=a&tag_not=b&category=here&author=ann": "names count posts tags",
    "/api/v1/posts/?format=csv": "posts tags",
    "/api/v1/posts/?format=rss": "count posts tags",
    "/api/v1/posts/?format=atom": "count posts tags",
    "/api/v1/posts/?format=jsonfeed": "count posts tags",
    "/api/v1/posts/first/": "post tags previous next",
    "/api/v1/posts/first/?format=md": "post tags previous next",
    "/api/v1/posts/first/related/": "post posts tags",
    "/api/v1/posts/first/comments/": "post count roots replies",
    "/api/v1/posts/first/comments/?view=flat": "post count comments",
    "/api/v1/posts/first/comments/?format=csv": "post comments",
    "/api/v1/comments/": "count comments",
    "/api/v1/comments/?format=csv": "comments",
    "/api/v1/comments/{comment}/": "comment",
    "/api/v1/categories/": "categories counts",
    "/api/v1/categories/here/": "categories counts",
    "/api/v1/tags/": "count tags",
    "/api/v1/tags/?page_size=100": "count tags",
    "/api/v1/authors/?page_size=100": "count authors",
    "/api/v1/categories/?page_size=100": "categories counts",
    "/api/v1/comments/?page_size=100": "count comments",
    "/api/v1/posts/first/comments/?page_size=100": "post count roots replies",
    "/api/v1/tags/a/": "tag",
    "/api/v1/authors/": "count authors",
    "/api/v1/authors/ann/": "author",
    "/api/v1/archive/": "months",
    "/api/v1/statistics/": "totals latest tags recent popular tags",
    "/api/v1/me/": "",
    "/blog/": "count posts tags",
    "/blog/posts/first/": "post tags previous next count roots replies related tags",
    "/blog/category/here/": "names count posts tags categories counts",
    "/blog/tag/a/": "names count posts tags tag",
    "/blog/author/ann/": "names count posts tags author",
    "/blog/archive/": "months",
    "/blog/archive/2020/": "count posts tags",
    "/blog/archive/2020/1/": "count posts tags",
    "/blog/statistics/": "totals latest tags recent popular tags",
    "/blog/feed/": "count posts tags",
    "/sitemap.xml": "count posts",
    "/robots.txt": "",
    "/health/live": "",
}


def fill(number: int) -> Comment:
    ann = make_person("ann")
    here = make_category("here")
    first = make_post("First", author=ann, category=here, tags=("a", "b"))
    for _ in range(6):
        make_comment(first, parent=make_comment(first))
    for n in range(number):
        below = make_category(f"below{n}", here)
        make_post(author=ann, category=here, tags=("a", f"tag{n}"))
        make_post(author=make_person(), category=below)
        comment = make_comment(first, parent=make_comment(first))
    return comment


@pytest.mark.parametrize("rows", [1, 50])
def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(api, rows):
    comment = fill(rows)
    wrong = {}
    for path, statements in READS.items():
        path = path.format(comment=comment.pk)
        with CaptureQueriesContext(connection) as queries:
            response = api.get(path)
            assert response.status_code == 200, path
            b"".join(response) if response.streaming else response.content
        if len(queries) != len(statements.split()):
            wrong[path] = [statements, *(query["sql"] for query in queries)]
    assert not wrong


def test_a_signed_in_reader_costs_four_more(as_person, reader):
    """Session, person, own rights, rights of the groups; `liked` comes with the posts."""
    fill(1)
    client = as_person(reader)
    with CaptureQueriesContext(connection) as queries:
        client.json("posts/")
    assert len(queries) == 3 + 4
