"""How many statements each read costs: named one by one, the same for few rows and for 50."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Comment, Post
from blog.services.posts import save_post
from blog.services.tokens import create_token
from tests.factories import make_category, make_comment, make_image, make_person, make_post

# Path, then one word for each statement.
READS = {
    "/api/": "",
    "/api/v1/": "",
    "/api/v1/schema/": "",
    "/api/v1/docs/": "",
    "/api/v1/posts/": "count posts tags",
    "/api/v1/posts/?page_size=100": "count posts tags",
    "/api/v1/posts/?category=here&tag=a&author=ann": "names count posts tags",
    "/api/v1/posts/?q=text": "version count ranked posts tags",
    "/api/v1/posts/?tag_all=a&tag_not=b&category=here&author=ann": "names count posts tags",
    "/api/v1/posts/?fields=title,author.username": "count posts",
    "/api/v1/posts/?fields=title,tags.slug": "count posts tags",
    "/api/v1/posts/?include=content": "count posts tags",
    "/api/v1/posts/?include=content,comments": "count posts tags roots replies",
    "/api/v1/posts/?include=comments&page_size=100": "count posts tags roots replies",
    "/api/v1/posts/?include=comments&fields=title,comments.content": "count posts roots",
    "/api/v1/posts/?cursor=": "posts tags",
    "/api/v1/posts/?cursor=&category=here&ordering=title": "names posts tags",
    "/api/v1/posts/?facets=tag": "count posts tags version tag",
    "/api/v1/posts/?facets=category,tag,author,year&q=text": (
        "version count ranked posts tags category tag author year"
    ),
    "/api/v1/posts/?facets=category,author&category=here&tag=a&author=ann": (
        "names count posts tags version category author"
    ),
    "/api/v1/posts/?format=csv": "posts tags",
    "/api/v1/posts/?format=csv&fields=title": "posts",
    "/api/v1/posts/?format=rss": "count posts tags",
    "/api/v1/posts/?format=atom": "count posts tags",
    "/api/v1/posts/?format=jsonfeed": "count posts tags",
    "/api/v1/posts/first/": "post tags previous next",
    "/api/v1/posts/first/?format=md": "post tags previous next",
    "/api/v1/posts/first/?fields=title,toc,user_can_edit": "post",
    "/api/v1/posts/first/?fields=title,next.slug": "post next",
    "/api/v1/posts/first/?include=comments": "post tags roots replies previous next",
    "/api/v1/posts/first/related/": "post holders posts tags",
    "/api/v1/posts/first/related/?fields=title": "post holders posts",
    "/api/v1/posts/first/related/?include=comments": "post holders posts tags roots replies",
    "/api/v1/posts/first/comments/": "post count roots replies",
    "/api/v1/posts/first/comments/?view=flat": "post count comments",
    "/api/v1/posts/first/comments/?format=csv": "post comments",
    "/api/v1/posts/first/comments/?cursor=": "post roots replies",
    "/api/v1/posts/first/comments/?view=flat&cursor=": "post comments",
    "/api/v1/comments/": "count deleted comments",
    "/api/v1/comments/?cursor=": "comments",
    "/api/v1/categories/?cursor=": "categories counts",
    "/api/v1/tags/?cursor=": "tags",
    "/api/v1/authors/?cursor=": "authors",
    "/api/v1/comments/?format=csv": "comments",
    "/api/v1/comments/{comment}/": "comment",
    "/api/v1/categories/": "categories counts",
    "/api/v1/categories/here/": "categories counts",
    "/api/v1/tags/": "count tags",
    "/api/v1/tags/?page_size=100": "count tags",
    "/api/v1/authors/?page_size=100": "count authors",
    "/api/v1/categories/?page_size=100": "categories counts",
    "/api/v1/comments/?page_size=100": "count deleted comments",
    "/api/v1/posts/first/comments/?page_size=100": "post count roots replies",
    "/api/v1/tags/a/": "tag",
    "/api/v1/authors/": "count authors",
    "/api/v1/authors/ann/": "author",
    "/api/v1/suggest/?q=": "",
    "/api/v1/suggest/?q=first": "tags categories authors ids posts",
    "/api/v1/suggest/?q=nothing": "tags categories authors ids spellings",
    "/api/v1/suggest/?q=frist": "tags categories authors ids spellings"
    " tags categories authors ids posts",
    "/api/v1/changes/": "place",
    "/api/v1/changes/?since={since}": "late new",
    "/api/v1/archive/": "months",
    "/api/v1/statistics/": "months comments latest tags recent popular tags",
    "/api/v1/me/": "",
    "/blog/": "count posts tags",
    "/blog/?page_size=100&ordering=title": "count posts tags",
    "/blog/?q=text": "version count ranked posts tags category tag author year",
    "/blog/?tag=a&author=ann": "names count posts tags version category tag author year",
    "/blog/posts/first/": "post tags previous next count roots replies holders related tags",
    "/blog/category/here/": "names count posts tags version tag author year categories counts",
    "/blog/tag/a/": "names count posts tags version category author year tag",
    "/blog/author/ann/": "names count posts tags version category tag year author",
    "/blog/archive/": "months",
    "/blog/archive/2020/": "count posts tags version category tag author",
    "/blog/archive/2020/1/": "count posts tags version category tag author",
    "/blog/statistics/": "months comments latest tags recent popular tags",
    "/blog/feed/": "count posts tags",
    "/blog/?cursor=": "posts tags",
    "/blog/feed/?cursor=": "posts tags",
    "/sitemap.xml": "count posts",
    "/robots.txt": "",
    "/health/live": "",
}


# The same for an editor: session, person, own rights and those of the groups come first.
SIGNED_IN = {
    "/api/v1/posts/first/": "rights rights post tags previous next",
    "/api/v1/posts/first/revisions/": "rights rights post count revisions",
    "/api/v1/posts/first/revisions/1/": "rights rights post revision",
    "/api/v1/posts/first/revisions/2/?against=1": "rights rights post revision revision",
    "/api/v1/comments/?status=pending": "rights rights count comments",
    "/api/v1/posts/first/revisions/?cursor=": "rights rights post revisions",
    "/api/v1/media/": "rights rights count images",
    "/api/v1/media/?cursor=": "rights rights images",
    "/api/v1/auth/tokens/?cursor=": "tokens",
    "/api/v1/media/{media}/": "rights rights image",
    "/api/v1/auth/tokens/": "count tokens",
    "/api/v1/auth/tokens/{token}/": "token",
    "/api/v1/auth/csrf/": "",
    "/api/v1/me/": "groups rights rights",
    "/blog/": "rights rights count posts tags",
    "/blog/?status=draft": "rights rights count category tag author year",
    "/blog/posts/first/": "rights rights post tags previous next count roots replies holders "
    "related tags",
    "/blog/posts/create/": "rights rights counts categories",
    "/blog/posts/first/edit/": "rights rights post tags previous next counts categories",
    "/blog/posts/first/delete/": "rights rights post tags previous next",
    "/blog/comments/moderation/": "rights rights count comments",
    "/blog/comments/{comment}/edit/": "rights rights comment place earlier",
    "/blog/comments/{comment}/delete/": "rights rights comment place earlier",
    "/accounts/": "groups rights rights",
}


def fill(number: int) -> Comment:
    """Make twice as many posts and comments, and as many of what they belong to."""
    ann = make_person("ann")
    here = make_category("here")
    first = make_post("First", author=ann, category=here, tags=("a", "b"))
    for _ in range(6):
        make_comment(first, parent=make_comment(first))
    for n in range(number):
        below = make_category(f"below{n}", here)
        post = make_post(author=ann, category=here, tags=("a", f"tag{n}"))
        make_comment(post, parent=make_comment(post))
        make_post(author=make_person(), category=below)
        comment = make_comment(first, parent=make_comment(first))
    return comment


@pytest.mark.parametrize("rows", [1, 25])
def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(api, rows):
    since = api.json("changes/")["next"]
    comment, wrong = fill(rows), {}
    connection.check_constraints()  # PostgreSQL writes down what changed at the commit.
    for path, statements in READS.items():
        path = path.format(comment=comment.pk, since=since)
        cache.clear()  # What another path remembered.
        with CaptureQueriesContext(connection) as queries:
            response = api.get(path)
            assert response.status_code == 200, path
            b"".join(response) if response.streaming else response.content
        if len(queries) != len(statements.split()):
            wrong[path] = [statements, *(query["sql"] for query in queries)]
    assert not wrong


@pytest.mark.parametrize("rows", [1, 25])
def test_what_an_editor_reads_does_not_depend_on_the_number_of_rows(as_person, editor, rows):
    objects = {"comment": fill(rows).pk}
    first = Post.objects.get(slug="first")
    for number in range(rows + 1):
        first.title = f"Title {number}"
        save_post(post=first)
        make_comment(first, status="pending")
        objects["media"] = make_image(editor, alt="x").pk
        objects["token"] = create_token(person=editor, name="x", scope="read")[0].pk
    client, wrong = as_person(editor), {}
    for path, statements in SIGNED_IN.items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path.format(**objects))
        assert response.status_code == 200, path
        if len(queries) != 2 + len(statements.split()):
            wrong[path] = [statements, *(query["sql"] for query in queries)]
    assert not wrong


def test_a_signed_in_reader_costs_four_more(as_person, reader):
    """Session, person, own rights, rights of the groups; `liked` comes with the posts."""
    fill(1)
    client = as_person(reader)
    with CaptureQueriesContext(connection) as queries:
        client.json("posts/")
    assert len(queries) == 3 + 4


# One page on, with a full page behind it: a statement fewer than by number.
WALKS = {
    "/api/v1/posts/": "posts tags",
    "/api/v1/posts/?ordering=title": "posts tags",
    "/api/v1/posts/first/comments/": "post roots replies",
    "/api/v1/comments/?ordering=-created_at": "comments",
    "/api/v1/categories/": "categories counts",
    "/api/v1/tags/": "tags",
    "/api/v1/authors/": "authors",
}


@pytest.mark.parametrize("pages", [1, 6])
def test_a_page_by_cursor_costs_the_same_however_deep_it_lies(api, pages):
    fill(14)
    wrong = {}
    for path, statements in WALKS.items():
        link = f"{path}{'&' if '?' in path else '?'}cursor=&page_size=2"
        for _ in range(pages):
            link = api.json(link)["next"].removeprefix("http://testserver")
        with CaptureQueriesContext(connection) as queries:
            assert len(api.json(link)["results"]) == 2
        if len(queries) != len(statements.split()):
            wrong[path] = [statements, *(query["sql"] for query in queries)]
    assert not wrong
