"""The admin site: for admins, through the blog's own login, with every model."""

import pytest
from django.contrib import admin
from django.urls import reverse

from blog.models import Comment, FormerSlug, Media, Person, Post
from blog.services.counts import wrong_counts
from blog.services.tokens import create_token, find_token
from tests.conftest import with_role
from tests.factories import make_category, make_comment, make_image, make_post, make_tag

WRITTEN = {"post", "category", "tag", "person", "group"}


def models() -> list:
    return [model for model in admin.site._registry if model._meta.app_label in {"blog", "auth"}]


def post_form(post: Post, **change) -> dict:
    """Return what the form of a post sends."""
    return {
        "title": post.title,
        "slug": post.slug,
        "author": post.author_id,
        "content": post.content,
        "excerpt": post.excerpt,
        "content_format": "markdown",
        "status": "published",
        "published_at_0": "2024-01-01",
        "published_at_1": "00:00:00",
        "post_tags-TOTAL_FORMS": 0,
        "post_tags-INITIAL_FORMS": 0,
        **change,
    }


@pytest.fixture
def chief(db):
    """An admin by role alone: neither staff nor superuser."""
    return with_role("admin", "chief")


@pytest.fixture
def site(as_person, chief):
    return as_person(chief).client


def test_every_model_is_there():
    assert {model._meta.model_name for model in models()} == {
        *(
            "accesstoken",
            "category",
            "change",
            "comment",
            "formerslug",
            "group",
            "idempotentrequest",
        ),
        *("importedpost", "like", "media", "outgoingmail", "person", "post", "revision", "tag"),
    }


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.model_name)
def test_each_list_shows_searches_and_filters(site, model):
    make_comment(make_post("Hello", category=make_category("here"), tags=("django",)))
    name, registered = model._meta.model_name, admin.site._registry[model]
    path = f"/admin/{model._meta.app_label}/{name}/"
    assert site.get(path).status_code == 200
    assert registered.search_fields, "nothing is found without a search"
    assert site.get(path, {"q": "hello"}).status_code == 200
    assert site.get(f"{path}add/").status_code == (200 if name in WRITTEN else 403)


def test_it_is_for_admins_only(as_person, editor, reader):
    for person in (editor, reader):
        response = as_person(person).get("/admin/blog/post/")
        assert response.status_code == 302
    assert as_person().client.get("/admin/").status_code == 302


def test_its_login_is_the_blogs_own(api):
    response = api.client.get("/admin/blog/post/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_comments_are_moderated_many_at_once(site):
    post = make_post("Hello")
    comments = [make_comment(post, status="pending") for _ in range(3)]
    chosen = {"_selected_action": [comment.pk for comment in comments[:2]]}
    for action, status in [
        ("approve", "approved"),
        ("reject", "rejected"),
        ("mark_as_spam", "spam"),
    ]:
        site.post("/admin/blog/comment/", {"action": action, **chosen})
        states = list(Comment.objects.order_by("pk").values_list("status", flat=True))
        assert states == [status, status, "pending"]
        assert not list(wrong_counts())


def test_deleted_comments_are_counted_no_more(site):
    post = make_post("Hello")
    first = make_comment(post)
    reply = make_comment(post, parent=first)
    chosen = {"_selected_action": [first.pk, reply.pk], "post": "yes"}
    site.post("/admin/blog/comment/", {"action": "delete_selected", **chosen})
    assert not Comment.objects.exists()
    post.refresh_from_db()
    assert post.comment_count == 0


def test_a_category_below_itself_is_a_mistake_beside_the_field(site):
    top = make_category("top")
    below = make_category("below", top)
    form = {"name": "Top", "slug": "top", "description": "", "parent": below.pk}
    response = site.post(f"/admin/blog/category/{top.pk}/change/", form)
    assert response.status_code == 200
    assert "cannot stand below itself" in response.content.decode()


def test_an_image_that_a_post_shows_is_kept(site, author):
    image = make_image(author, alt="A picture")
    make_post("Hello", featured_image=image)
    site.post(f"/admin/blog/media/{image.pk}/delete/", {"post": "yes"})
    assert Media.objects.exists()


def test_a_new_password_ends_the_tokens(site, reader):
    _, secret = create_token(person=reader, name="x", scope="read")
    path = reverse("admin:auth_user_password_change", args=[reader.pk])
    form = {"password1": "fine sunny weather", "password2": "fine sunny weather"}
    assert site.post(path, form).status_code == 302
    assert Person.objects.get(pk=reader.pk).check_password("fine sunny weather")
    assert find_token(secret) is None


def test_a_slug_that_it_changes_is_remembered_with_the_old_text(site):
    post = make_post("Hello")
    change = {"slug": "goodbye", "content": "**New** text.", "excerpt": "By hand."}
    form = post_form(post, **change)
    response = site.post(f"/admin/blog/post/{post.pk}/change/", form)
    assert response.status_code == 302, response.content
    assert FormerSlug.objects.get().slug == "hello"
    post = Post.objects.get()
    assert "<strong>New</strong>" in post.content_html
    assert post.excerpt == "By hand."
    assert [r.fields["slug"] for r in post.revisions.order_by("number")] == ["hello", "goodbye"]


def test_a_mail_does_not_show_its_secret(site):
    from blog.models import OutgoingMail

    mail = OutgoingMail.objects.create(kind="x", to="a@example.com", subject="S", body="secret")
    page = site.get(f"/admin/blog/outgoingmail/{mail.pk}/change/")
    assert page.status_code == 200
    assert "secret" not in page.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"slug": "once"}, "has or had"), ({"featured_image": "image"}, "needs an")],
)
def test_what_the_services_refuse_is_refused_beside_the_field(site, author, change, words):
    post, other = make_post("Hello", author=author), make_post("Other")
    FormerSlug.objects.create(slug="once", post=other)
    change = {name: make_image(author).pk if v == "image" else v for name, v in change.items()}
    response = site.post(f"/admin/blog/post/{post.pk}/change/", post_form(post, **change))
    assert response.status_code == 200
    assert words in response.content.decode()


def test_a_tag_that_is_added_here_is_a_change_like_another(site, as_person, author):
    post, tag = make_post("Hello", author=author), make_tag("new")
    client = as_person(author)
    old = client.get("posts/hello/")["ETag"]
    tags = {"post_tags-TOTAL_FORMS": 1, "post_tags-0-tag": tag.pk, "post_tags-0-post": post.pk}
    response = site.post(f"/admin/blog/post/{post.pk}/change/", post_form(post, **tags))
    assert response.status_code == 302, response.content
    client.write(412, "patch", "posts/hello/", {"tags": []}, if_match=old)
