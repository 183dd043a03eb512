"""Posts are created, changed and deleted: what is taken, what is refused, what follows."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog.models import FormerSlug, OutgoingMail, Post, Tag
from tests.factories import make_category, make_draft, make_image, make_post, make_tag


@pytest.fixture
def client(as_person, author):
    return as_person(author)


def test_a_post_needs_a_title_alone(client):
    response = client.send("post", "posts/", {"title": "Hello"})
    post = response.json()
    assert response.status_code == 201
    assert response["Location"] == post["url"] == "http://testserver/api/v1/posts/hello/"
    assert (post["status"], post["published_at"], post["content"]) == ("draft", None, "")
    assert client.json("posts/hello/") == post


def test_everything_that_can_be_written_is_read_back(client, author):
    make_category("guides")
    image = make_image(author, alt="A press")
    written = {
        "title": "Hello",
        "content": "## One\n\nText",
        "content_format": "markdown",
        "excerpt": "In short",
        "slug": "a-slug",
        "status": "published",
        "published_at": "2024-02-03T04:05:06Z",
    }
    seo = {
        "title": "T",
        "description": "D",
        "canonical_url": "https://example.com/",
        "image": image.pk,
    }
    more = {"category": "guides", "tags": ["One", "two"], "featured_image": image.pk, "seo": seo}
    post = client.write(201, "post", "posts/", {**written, **more})
    assert {name: post[name] for name in written} == written
    assert post["category"]["slug"] == "guides"
    assert [tag["name"] for tag in post["tags"]] == ["One", "two"]
    assert (post["featured_image"]["id"], post["featured_image"]["alt"]) == (image.pk, "A press")
    assert (post["seo"]["title"], post["seo"]["description"]) == ("T", "D")
    assert post["toc"] == [{"id": "h-one", "level": 2, "title": "One"}]


def test_all_mistakes_are_named_at_once_with_their_place(client):
    wrong = {
        "titel": "Typo",
        "content": 3,
        "slug": "create",
        "category": "nothing",
        "tags": ["ok", "", 5],
        "featured_image": 999,
        "status": "scheduled",
        "published_at": "soon",
        "featured": "maybe",
        "seo": {"titel": "x", "canonical_url": "javascript:alert(1)"},
        "like_count": 5,
    }
    assert client.errors("post", "posts/", wrong) == {
        "/title": "required",
        "/titel": "unknown",
        "/content": "invalid",
        "/slug": "ambiguous",
        "/category": "does_not_exist",
        "/tags/1": "blank",
        "/tags/2": "invalid",
        "/featured_image": "does_not_exist",
        "/status": "invalid_choice",
        "/published_at": "invalid",
        "/featured": "invalid",
        "/seo/titel": "unknown",
        "/seo/canonical_url": "invalid",
        "/like_count": "unknown",
    }
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("title", value) for value in ("", "  ", "x" * 201, None, [], "\u202e", "\n\t")),
        *(("slug", value) for value in ("", "12", "Größe", "a--b", "-a", "x" * 201, "a/b")),
        *(("tags", value) for value in ("a", [["a"]], ["x" * 101], ["a"] * 21, {"a": 1})),
        *(("published_at", value) for value in ("1899-12-31T00:00:00Z", "2200-01-01T00:00:00Z", 5)),
        *(("featured_image", value) for value in ("x", 0, -1, 10**15, 1.5, True, [], {})),
        *(("category", value) for value in (5, [], {}, "x" * 300)),
        *(("content", value) for value in ("x" * 250_001, None, ["x"])),
        *(("content_format", value) for value in ("asciidoc", None, 1)),
        ("excerpt", "x" * 501),
        ("seo", "x"),
        ("seo", []),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(client, field, value):
    pointers = client.errors("post", "posts/", {"title": "Hello", field: value})
    assert {pointer.split("/")[1] for pointer in pointers} == {field}


def test_titles_are_cleaned_of_what_misleads(client):
    post = client.write(201, "post", "posts/", {"title": " a\u202eb\nc\u0301 ", "content": "\ta"})
    assert post["title"] == "ab ć"
    assert post["content"] == "\ta"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Привет, мир", "привет-мир"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("مرحبا", "مرحبا"),
        ("2024", "post-2024"),
        ("Create", "post-create"),
        ("!!!", "post"),
    ],
)
def test_a_slug_is_made_of_any_script_and_is_never_ambiguous(client, title, slug):
    assert client.write(201, "post", "posts/", {"title": title})["slug"] == slug
    assert client.json(f"posts/{slug}/")["title"] == title


def test_the_same_title_gets_another_slug_and_a_given_one_is_refused(client):
    slugs = [client.write(201, "post", "posts/", {"title": "Hello"})["slug"] for _ in range(3)]
    assert slugs == ["hello", "hello-2", "hello-3"]
    taken = {"title": "Other", "slug": "hello"}
    assert client.errors("post", "posts/", taken) == {"/slug": "slug_taken"}


def test_a_former_slug_is_nobody_elses(client):
    client.write(201, "post", "posts/", {"title": "Hello"})
    client.write(200, "patch", "posts/hello/", {"slug": "moved"})
    assert client.errors("post", "posts/", {"title": "x", "slug": "hello"}) == {
        "/slug": "slug_taken"
    }
    assert client.write(200, "patch", "posts/moved/", {"slug": "hello"})["slug"] == "hello"


def test_a_former_slug_leads_reads_and_writes_on(client):
    client.write(201, "post", "posts/", {"title": "Hello"})
    client.write(200, "patch", "posts/hello/", {"slug": "moved", "status": "published"})
    assert FormerSlug.objects.get().slug == "hello"
    for method, body in [
        *(("get", None), ("head", None), ("delete", None)),
        *(("patch", {"title": "New"}), ("put", {"title": "New"})),
    ]:
        response = client.send(method, "posts/hello/", body)
        assert response.status_code == 308, method
        assert response["Location"] == "http://testserver/api/v1/posts/moved/"
    assert client.send("put", "posts/hello/like/").status_code == 308
    assert client.send("post", "posts/hello/comments/", {"content": "x"}).status_code == 308
    assert client.json("posts/moved/")["title"] == "Hello"


def test_a_client_that_follows_the_308_writes(client):
    client.write(201, "post", "posts/", {"title": "Hello"})
    client.write(200, "patch", "posts/hello/", {"slug": "moved"})
    body = json.dumps({"title": "New"})
    path = "/api/v1/posts/hello/"
    followed = client.client.patch(path, body, "application/json", follow=True)
    assert followed.status_code == 200
    assert client.json("posts/moved/")["title"] == "New"
    client.client.delete(path, follow=True)
    client.json("posts/moved/", 404)


def test_tags_are_found_by_name_or_slug_in_any_case_and_made_on_the_way(client):
    make_tag("django")
    Tag.objects.create(name="Große Äpfel", slug="große-äpfel")
    names = ["DJANGO", "django", "große-äpfel", "GROẞE ÄPFEL", "New One", "new one"]
    post = client.write(201, "post", "posts/", {"title": "Hello", "tags": names})
    assert [tag["slug"] for tag in post["tags"]] == ["django", "große-äpfel", "new-one"]
    assert Tag.objects.count() == 3


def test_a_post_goes_out_now_later_or_not_at_all(client):
    now = client.write(201, "post", "posts/", {"title": "A", "status": "published"})
    assert now["status"] == "published"
    assert datetime.fromisoformat(now["published_at"]) <= timezone.now()
    later = (timezone.now() + timedelta(days=1)).isoformat()
    scheduled = {"title": "B", "status": "published", "published_at": later}
    assert client.write(201, "post", "posts/", scheduled)["status"] == "scheduled"
    draft = client.write(200, "patch", "posts/a/", {"status": "draft"})
    assert (draft["status"], draft["published_at"]) == ("draft", now["published_at"])
    again = client.write(200, "patch", "posts/a/", {"status": "published"})
    assert again["published_at"] == now["published_at"]
    assert client.errors("patch", "posts/a/", {"published_at": None}) == {
        "/published_at": "date_needed"
    }


def test_put_replaces_the_text_and_leaves_where_the_post_stands(client):
    full = {
        "title": "Hello",
        "content": "Text",
        "excerpt": "E",
        "tags": ["a"],
        "status": "published",
    }
    before = client.write(201, "post", "posts/", full)
    after = client.write(200, "put", "posts/hello/", {"title": "Only"})
    assert (after["title"], after["content"], after["excerpt"], after["tags"]) == (
        "Only",
        "",
        "",
        [],
    )
    for name in ("slug", "status", "published_at", "id"):
        assert after[name] == before[name]
    assert client.errors("put", "posts/hello/", {"content": "x"}) == {"/title": "required"}


def test_patch_changes_what_is_named(client):
    before = client.write(201, "post", "posts/", {"title": "Hello", "content": "A", "tags": ["a"]})
    after = client.write(200, "patch", "posts/hello/", {"content": "B"})
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"content", "content_html", "excerpt", "updated_at"}


def test_a_change_that_changes_nothing_leaves_no_trace(client):
    before = client.write(201, "post", "posts/", {"title": "Hello", "tags": ["a"]})
    same = client.write(200, "patch", "posts/hello/", {"title": "Hello", "tags": ["A"]})
    assert same == before
    assert client.json("posts/hello/revisions/")["count"] == 1


def test_a_contributor_writes_drafts_and_an_editor_publishes_them(as_person, contributor, editor):
    client, chief = as_person(contributor), as_person(editor)
    refused = {"title": "Hello", "status": "published"}
    assert client.errors("post", "posts/", refused, 403) == {"/status": "cannot_publish"}
    client.write(201, "post", "posts/", {"title": "Hello"})
    assert client.errors("patch", "posts/hello/", {"status": "published"}, 403) == {
        "/status": "cannot_publish"
    }
    chief.write(200, "patch", "posts/hello/", {"status": "published"})
    # What is out cannot be changed by somebody who may not publish.
    client.write(403, "patch", "posts/hello/", {"title": "Slander"})
    client.write(403, "delete", "posts/hello/")
    assert client.json("posts/hello/")["user_can_edit"] is False


def test_only_editors_put_a_post_forward(client, as_person, editor):
    featured = {"title": "Hello", "featured": True}
    assert client.errors("post", "posts/", featured, 403) == {"/featured": "cannot_feature"}
    client.write(201, "post", "posts/", {"title": "Hello"})
    assert as_person(editor).write(200, "patch", "posts/hello/", {"featured": True})["featured"]
    # What an editor has set does not keep the author from writing.
    assert client.write(200, "patch", "posts/hello/", {"title": "B", "featured": True})["featured"]


def test_an_image_without_a_text_keeps_a_post_from_going_out(client, author):
    image = make_image(author)
    post = {"title": "Hello", "featured_image": image.pk}
    client.write(201, "post", "posts/", post)
    out = {"status": "published"}
    assert client.errors("patch", "posts/hello/", out) == {"/featured_image": "alt_needed"}
    client.write(200, "patch", f"media/{image.pk}/", {"alt": "A press"})
    client.write(200, "patch", "posts/hello/", out)


def test_an_image_of_somebody_else_is_not_there_but_what_is_shown_may_stay(client, editor):
    image = make_image(editor, alt="Mine")
    wrong = {"title": "Hello", "featured_image": image.pk}
    assert client.errors("post", "posts/", wrong) == {"/featured_image": "does_not_exist"}
    client.write(201, "post", "posts/", {"title": "Hello"})
    Post.objects.update(featured_image=image)
    same = {"title": "New", "featured_image": image.pk}
    assert client.write(200, "put", "posts/hello/", same)["featured_image"]["id"] == image.pk


def test_the_id_of_a_body_never_counts(client, author):
    mine, other = make_draft("Mine", author=author), make_post("Other")
    pointers = client.errors("patch", f"posts/{mine.pk}/", {"id": other.pk, "title": "x"})
    assert pointers == {"/id": "unknown"}


def test_a_deleted_post_takes_its_comments_and_is_gone(client):
    client.write(201, "post", "posts/", {"title": "Hello", "status": "published"})
    client.write(201, "post", "posts/hello/comments/", {"content": "x"})
    assert client.write(204, "delete", "posts/hello/") is None
    client.json("posts/hello/", 404)
    client.write(404, "delete", "posts/hello/")


def test_editors_are_told_of_a_new_post_by_mail(client, editor, admin):
    client.write(201, "post", "posts/", {"title": "Hello\u2028Bcc: x@example.com"})
    mails = OutgoingMail.objects.filter(kind="new_post")
    assert set(mails.values_list("to", flat=True)) == {editor.email, admin.email}
    assert "\n" not in mails[0].subject
    assert "http://testserver/blog/posts/" in mails[0].body


def test_what_is_published_with_an_old_date_keeps_it(client):
    old = {"title": "Old", "status": "published", "published_at": "1999-12-31T23:59:59+00:00"}
    assert client.write(201, "post", "posts/", old)["published_at"] == "1999-12-31T23:59:59Z"
    assert Post.objects.get().published_at == datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_an_overriding_header_is_ignored(client):
    client.write(201, "post", "posts/", {"title": "Hello", "status": "published"})
    response = client.send("post", "posts/hello/", {}, x_http_method_override="DELETE")
    assert response.status_code == 405
    assert client.client.get("/api/v1/posts/hello/?_method=DELETE").status_code == 400
    client.json("posts/hello/")


def test_a_tag_is_found_by_its_name_before_a_slug(client):
    Tag.objects.create(name="C++", slug="c")
    Tag.objects.create(name="C", slug="c-2")
    post = client.write(201, "post", "posts/", {"title": "Hello", "tags": ["C"]})
    assert [tag["name"] for tag in post["tags"]] == ["C"]


def test_put_empties_the_seo_that_it_does_not_name(client):
    seo = {"title": "T", "description": "D"}
    client.write(201, "post", "posts/", {"title": "Hello", "seo": seo})
    post = client.write(200, "put", "posts/hello/", {"title": "Hello", "seo": {"title": "New"}})
    assert (post["seo"]["title"], post["seo"]["description"]) == ("New", None)
    assert client.write(200, "put", "posts/hello/", {"title": "Hello"})["seo"]["title"] is None


@pytest.mark.parametrize("value", ["1", "0_1", "\u0661", 1.0, "x"])
def test_an_id_is_a_number(client, author, value):
    make_image(author, pk=1, alt="x")
    body = {"title": "Hello", "featured_image": value}
    assert client.errors("post", "posts/", body) == {"/featured_image": "invalid"}
