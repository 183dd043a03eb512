"""`fields`: an answer with only the keys that were asked for, and nothing loaded besides."""

import csv
import io
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.serializers import BaseSerializer, ListSerializer

from api.filters.shape import Selection, dotted
from api.serializers.posts import PostSerializer, PostSummarySerializer
from api.serializers.shapes import ONE_POST, POST_IN_LIST
from blog.models import Post
from blog.services.likes import like
from tests.factories import (
    make_category,
    make_comment,
    make_draft,
    make_image,
    make_person,
    make_post,
)

INCLUDE = "content,comments"
IN_LIST = [*dotted(POST_IN_LIST.most)]
OF_ONE = [*dotted(ONE_POST.table(ONE_POST.optional))]


def fill(number: int) -> Post:
    """Make posts of one category that have everything, by people who differ."""
    here = make_category("here")
    for n in range(number):
        ann = make_person(f"ann{n}", display_name=f"Ann {n}")
        image = make_image(ann, alt="A boat", small="small.png", medium="", large="large.png")
        ann.avatar = image
        ann.save()
        post = make_post(
            f"Title {n}",
            author=ann,
            category=here if n else make_category("there", here),
            tags=("a", f"tag{n}"),
            featured_image=image,
            content="## A\n\nText.",
            seo_title="Seen",
            seo_image=image,
        )
        make_comment(post, parent=make_comment(post, "Root", author=ann))
        like(person=ann, post=post)
    return post


def reach(value, path: str):
    key, _, rest = path.partition(".")
    if isinstance(value, list):
        return [reach(one, path) for one in value]
    value = value[key]
    return value if not rest or value is None else reach(value, rest)


def ask(client, path: str, /, **query):
    """Return the answer and its statements, without the four that find out who is signed in."""
    with CaptureQueriesContext(connection) as queries:
        body = client.json(path, **query)
    own = 4 if settings.SESSION_COOKIE_NAME in client.client.cookies else 0
    return body, [query["sql"] for query in queries][own:]


def columns(statement: str) -> set[str]:
    """Return what a statement brings, as `post.title`."""
    named = re.findall(r'"blog_(\w+)"\."(\w+)"', statement.partition(" FROM ")[0])
    return {f"{table}.{column}" for table, column in named}


def test_an_answer_has_only_what_is_asked_for_in_its_own_order(api):
    make_post("Hello", category=make_category("guides"), tags=("django",))
    asked = "title,slug,author.username,tags.slug"
    assert api.json("posts/", fields=asked)["results"] == [
        {
            "slug": "hello",
            "title": "Hello",
            "author": {"username": "writer"},
            "tags": [{"slug": "django"}],
        }
    ]


def test_a_dot_narrows_a_nested_object_and_its_name_takes_all_of_it(api):
    fill(1)
    whole = api.json("posts/title-0/")
    for asked in ("author", "author,author.username", "author.username,author"):
        assert api.json("posts/", fields=asked)["results"] == [{"author": whole["author"]}]
    small = {"featured_image": {"sizes": {"small": whole["featured_image"]["sizes"]["small"]}}}
    assert api.json("posts/", fields="featured_image.sizes.small")["results"] == [small]


@pytest.mark.parametrize("asked", ["title,title", " title , ", "title,"])
def test_spaces_and_names_given_twice_do_no_harm(api, asked):
    make_post("Hello")
    assert api.json("posts/", fields=asked)["results"] == [{"title": "Hello"}]


def test_null_stays_null_under_a_dot(api):
    make_post()
    asked = "category.slug,featured_image.sizes.small,tags.slug"
    assert api.json("posts/", fields=asked)["results"] == [
        {"category": None, "tags": [], "featured_image": None}
    ]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("titel", 'Did you mean "title"?'),
        ("author.user_name", 'Did you mean "author.username"?'),
        ("title.x", 'Did you mean "title"?'),
        ("zzz", "Known: id, url, html_url, slug, title"),
        ("toc", "Known: id"),
        ("content", "`include=content`"),
        ("comments.content", "`include=comments`"),
        ("x" * 5000, "Known: id"),
        ("заголовок", "Known: id"),
    ],
)
def test_a_wrong_name_is_refused_with_what_to_say_instead(api, asked, hint):
    (error,) = api.json("posts/", 400, fields=f"slug,{asked}")["errors"]
    assert (error["parameter"], error["code"]) == ("fields", "unknown")
    assert repr(asked[:100]) in error["detail"]
    assert hint in error["detail"]


@pytest.mark.parametrize("asked", ["", ",", " , "])
def test_naming_nothing_is_refused(api, asked):
    (error,) = api.json("posts/", 400, fields=asked)["errors"]
    assert (error["parameter"], error["code"]) == ("fields", "empty")


def test_looking_for_what_was_meant_has_an_end(api):
    (error,) = api.json("posts/", 400, fields=",".join(f"titl{n}" for n in range(101)))["errors"]
    assert (error["parameter"], error["code"]) == ("fields", "too_many")


def test_all_mistakes_of_a_query_come_at_once(api):
    query = {"fields": "titel,zzz", "include": "coments", "year": "x", "page": "0", "tga": "a"}
    errors = api.json("posts/", 400, **query)["errors"]
    assert sorted(error["parameter"] for error in errors) == [
        *("fields", "fields", "include", "page", "tga", "year")
    ]


def test_it_is_unknown_where_nothing_can_be_chosen(api, as_person, editor):
    make_post("Hello")
    assert "fields" in api.json("tags/", 400, fields="slug")["errors"][0]["parameter"]
    problem = as_person(editor).write(400, "PATCH", "posts/hello/?fields=title", {"title": "A"})
    assert problem["errors"][0]["parameter"] == "fields"


def shown(serializer: BaseSerializer, prefix: str = ""):
    """Yield every name that a serializer has, as `fields` would name it."""
    for name, field in serializer.fields.items():
        yield f"{prefix}{name}"
        inner = field.child if isinstance(field, ListSerializer) else field
        if isinstance(inner, BaseSerializer):
            yield from shown(inner, f"{prefix}{name}.")


@pytest.mark.parametrize(
    ("serializer", "known"), [(PostSummarySerializer, IN_LIST), (PostSerializer, OF_ONE)]
)
def test_each_key_of_the_serializers_stands_in_the_table(serializer, known):
    everything = Selection({}, include=serializer.optional)
    assert set(shown(serializer(context={"selection": everything}))) == set(known)


def cost(name: str) -> int:
    """Return how many statements a key takes besides that of the posts."""
    key = name.partition(".")[0]
    besides = key in ("tags", "previous", "next", "comments")
    return besides + (name in ("comments", "comments.replies"))


# Few keys depend on who reads: somebody anonymous asks for some of them.
def test_each_key_of_a_list_alone_is_what_it_is_in_the_whole(api, as_person, reader):
    fill(2)
    like(person=reader, post=Post.objects.get(slug="title-0"))
    wrong, names = {}, [*dotted(POST_IN_LIST.table(POST_IN_LIST.optional))]
    for client, asked in ((api, names[::4]), (as_person(reader), names)):
        rows = client.json("posts/", include=INCLUDE)["results"]
        for name in asked:
            body, statements = ask(client, "posts/", fields=name, include=INCLUDE)
            same = [reach(row, name) for row in body["results"]] == [reach(r, name) for r in rows]
            if len(statements) != 2 + cost(name) or not same:
                wrong[name] = [body, *statements]
    # A reply has the keys of what it answers, and here nothing but replies is asked for.
    assert set(wrong) <= {"comments.replies"}
    assert body["results"][0]["comments"] == [{"replies": [{"replies": []}]}]


def test_each_key_of_one_post_alone_is_what_it_is_in_the_whole(api, as_person, author):
    fill(3)
    wrong = {}
    for client, asked in ((api, OF_ONE[::4]), (as_person(author), OF_ONE)):
        whole = client.json("posts/title-1/", include=INCLUDE)
        assert whole["previous"]
        assert whole["next"]
        for name in asked:
            body, statements = ask(client, "posts/title-1/", fields=name, include=INCLUDE)
            alone = list(body) == [name.partition(".")[0]]
            same = reach(body, name) == reach(whole, name)
            if len(statements) != 1 + cost(name) or not (alone and same):
                wrong[name] = [body, *statements]
    assert set(wrong) <= {"comments.replies"}


# What a list is ordered by is loaded too: a cursor is made of it.
LOADED = {
    "title,slug": "post.id post.title post.slug",
    "url,html_url": "post.id post.slug",
    "status": "post.id post.status",
    "author.username": "post.id post.author_id person.id person.username",
    "category.name": "post.id post.category_id category.id category.name",
    "featured_image.alt": "post.id post.featured_image_id media.id media.alt",
    "liked": "post.id",
}


@pytest.mark.parametrize("asked", LOADED)
def test_what_is_not_asked_for_is_not_loaded(api, asked):
    fill(1)
    _, (count, posts) = ask(api, "posts/", fields=asked)
    assert "blog_tally" in count
    assert columns(posts) == {"post.published_at", *LOADED[asked].split()}


def test_the_columns_that_order_a_list_are_loaded(api):
    fill(1)
    _, (_, posts) = ask(api, "posts/", fields="slug", ordering="-like_count,title")
    assert columns(posts) == {"post.id", "post.slug", "post.like_count", "post.title"}


def test_one_post_is_loaded_in_part_as_well(api):
    """Its slug is compared with the path, and its time of change is a header."""
    fill(1)
    body, (post,) = ask(api, "posts/title-0/", fields="title,seo.title")
    assert body == {"title": "Title 0", "seo": {"title": "Seen"}}
    assert columns(post) == {
        *("post.id", "post.slug", "post.title", "post.seo_title", "post.updated_at")
    }
    response = api.get("posts/title-0/", fields="title")
    assert response["Last-Modified"] == api.get("posts/title-0/")["Last-Modified"]


def test_comments_are_loaded_in_part_as_well(api):
    fill(1)
    asked = "comments.content,comments.author.username"
    body, (_, posts, roots) = ask(api, "posts/", fields=asked, include="comments")
    assert body["results"] == [{"comments": [{"author": {"username": "ann0"}, "content": "Root"}]}]
    assert columns(posts) == {"post.id", "post.published_at"}
    assert "content_html" not in roots
    assert "blog_media" not in roots


def test_it_narrows_related_posts(api):
    fill(3)
    body, (post, _, posts) = ask(api, "posts/title-1/related/", fields="title")
    assert body[0] == {"title": "Title 2"}
    assert "post.content_html" in columns(post)  # what it says is what others are near to
    # PostgreSQL ranks by the document, which is not loaded either.
    assert columns(posts) - {"search.blog_search"} == {"post.id", "post.title"}


@pytest.mark.parametrize(
    "path", ["/blog/", "/blog/category/here/", "/blog/tag/a/", "/blog/archive/2020/"]
)
def test_it_narrows_every_list_of_posts(api, path):
    fill(2)
    assert api.json(path, format="json", fields="title")["results"][0] == {"title": "Title 1"}


def test_on_blog_a_wrong_name_does_not_count(api):
    make_post("Hello")
    (post,) = api.json("/blog/", format="json", fields="title,titel")["results"]
    assert post == {"title": "Hello"}
    (post,) = api.json("/blog/", format="json", fields="titel", include="x")["results"]
    assert len(post) > 10


@pytest.mark.parametrize("parameter", ["fields", "include"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        *(("posts/", name) for name in ("rss", "atom", "jsonfeed", "html")),
        *(("posts/hello/", name) for name in ("md", "html")),
    ],
)
def test_what_has_a_fixed_shape_says_so_and_on_blog_keeps_it(api, path, name, parameter):
    make_post("Hello")
    query = {parameter: "content", "format": name}
    (error,) = api.json(path, 400, **query)["errors"] if name != "html" else [None]
    response = api.get(path, **query)
    assert response.status_code == 400
    if error:
        assert (error["parameter"], error["code"]) == (parameter, "fixed_shape")
    blog = {"posts/": "/blog/", "posts/hello/": "/blog/posts/hello/"}[path]
    assert api.get(blog, **query).status_code == 200
    plain = api.get(blog, format=name).content.decode()
    assert len(api.get(blog, **query).content) == pytest.approx(len(plain), rel=0.1)


def test_it_chooses_the_columns_of_a_table_in_the_order_asked(api):
    fill(2)
    with CaptureQueriesContext(connection) as queries:
        response = api.get("posts/", format="csv", fields="title,author.username,id")
        table = [*csv.reader(io.StringIO(b"".join(response).decode()))]
    ids = [str(post.pk) for post in Post.objects.all()]
    assert table == [
        ["title", "author.username", "id"],
        ["Title 1", "ann1", ids[0]],
        ["Title 0", "ann0", ids[1]],
    ]
    (statement,) = (query["sql"] for query in queries)
    assert columns(statement) == {
        *("post.id", "post.title", "post.published_at"),
        *("post.author_id", "person.id", "person.username"),
    }


def test_a_table_loads_its_own_columns_only(api):
    fill(1)
    with CaptureQueriesContext(connection) as queries:
        b"".join(api.get("posts/", format="csv"))
    assert "blog_media" not in queries[0]["sql"]
    assert "password" not in queries[0]["sql"]


def test_a_known_answer_is_not_sent_again(api):
    here = make_category("here")
    post, _ = make_post("Hello", category=here), make_post("Other", category=here)
    for path in ("posts/", "posts/hello/", "posts/hello/related/"):
        response = api.get(path, fields="title")
        assert response["ETag"] != api.get(path)["ETag"]
        again = api.client.get(
            f"/api/v1/{path}?fields=title", headers={"if-none-match": response["ETag"]}
        )
        assert again.status_code == 304
    tag = api.get("posts/", fields="title")["ETag"]
    Post.objects.filter(pk=post.pk).update(excerpt="Not asked for.")
    assert api.get("posts/", fields="title")["ETag"] == tag
    Post.objects.filter(pk=post.pk).update(title="Good-bye")
    assert api.get("posts/", fields="title")["ETag"] != tag


def test_the_tag_of_a_part_names_no_version_to_write_over(as_person, editor):
    make_post("Hello")
    client = as_person(editor)
    tag = client.get("posts/hello/", fields="title")["ETag"]
    client.write(412, "PATCH", "posts/hello/", {"title": "A"}, if_match=tag)


def test_hidden_posts_stay_hidden(api, as_person, author):
    make_draft("Mine", author=author)
    assert api.json("posts/", fields="title")["results"] == []
    api.json("posts/mine/", 404, fields="title")
    assert as_person(author).json("posts/mine/", fields="title,user_can_edit") == {
        "title": "Mine",
        "user_can_edit": True,
    }
