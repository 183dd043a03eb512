"""`media/`: images are uploaded, described and deleted by their owner or an editor."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from api.views import media as views
from blog.models import Media
from tests.factories import make_image, make_post


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600)) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, kind)
    return data.getvalue()


def upload(client, data: bytes | None = None, name: str = "x.png", **fields):
    headers = fields.pop("headers", {})
    file = SimpleUploadedFile(name, picture() if data is None else data)
    return client.client.post("/api/v1/media/", {"file": file, **fields}, headers=headers)


@pytest.fixture
def client(as_person, author):
    return as_person(author)


def test_an_upload_is_answered_with_its_addresses(client):
    response = upload(client, alt="A sea")
    image = response.json()
    assert response.status_code == 201
    assert response["Location"] == f"http://testserver/api/v1/media/{image['id']}/"
    assert (image["alt"], image["width"], image["height"]) == ("A sea", 900, 600)
    assert image["owner"]["username"] == "author"
    assert set(image["sizes"]) == {"small", "medium", "large"}
    assert len({image["url"], *image["sizes"].values()}) == 4
    assert client.json(f"media/{image['id']}/") == image
    assert client.json("media/")["results"] == [image]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_four_formats_are_taken(client, kind):
    suffix = {"JPEG": "jpg"}.get(kind, kind.lower())
    assert upload(client, picture(kind), f"x.{suffix}").status_code == 201


@pytest.mark.parametrize(
    ("data", "name", "status", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", 415, "unsupported_image"),
        (b"<html><script>alert(1)</script>", "x.png", 415, "unsupported_image"),
        (b"%PDF-1.7", "x.pdf", 415, "unsupported_image"),
        (picture("JPEG"), "x.png", 400, "image_mismatch"),
        (picture()[:200], "x.png", 400, "broken_image"),
        (picture() + b"PK\3\4 and more", "x.png", 400, "broken_image"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * 1024**2), "x.png", 413, "image_too_large"),
    ],
)
def test_what_is_no_sound_image_is_refused_with_the_reason(client, data, name, status, code):
    response = upload(client, data, name)
    assert response.status_code == status
    (error,) = response.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/file", code)
    assert not Media.objects.exists()


@pytest.mark.parametrize(
    ("fields", "pointer"), [({"title": "x"}, "/title"), ({"alt": "x" * 301}, "/alt")]
)
def test_a_wrong_field_is_refused_by_name(client, fields, pointer):
    assert [error["pointer"] for error in upload(client, **fields).json()["errors"]] == [pointer]


def test_an_upload_is_a_form_with_a_file(client):
    assert client.send("post", "media/", {"alt": "x"}).status_code == 415
    response = client.client.post("/api/v1/media/", {"alt": "x"})
    assert response.json()["errors"][0] == {
        "pointer": "/file",
        "code": "required",
        "detail": "No file was submitted.",
    }
    garbled = client.client.generic("POST", "/api/v1/media/", b"x", "multipart/form-data")
    assert garbled.status_code == 400


def test_the_same_key_stores_one_image(client):
    headers = {"idempotency-key": "one"}
    first, second = upload(client, headers=headers), upload(client, headers=headers)
    assert first.json() == second.json()
    assert Media.objects.count() == 1
    other = upload(client, picture(size=(10, 10)), headers=headers)
    assert other.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_pixels_are_worked_on(client, monkeypatch):
    seen, prepare = [], views.prepare

    def watched(file):
        seen.append(transaction.get_connection().in_atomic_block)
        return prepare(file)

    monkeypatch.setattr(views, "prepare", watched)
    assert upload(client, headers={"idempotency-key": "one"}).status_code == 201
    assert seen == [False]


def test_the_text_is_changed_and_nothing_else(client, author):
    image = make_image(author)
    assert client.write(200, "patch", f"media/{image.pk}/", {"alt": "A sea"})["alt"] == "A sea"
    assert client.errors("patch", f"media/{image.pk}/", {"file": "x"}) == {"/file": "unknown"}
    assert client.send("put", f"media/{image.pk}/", {"alt": "x"}).status_code == 405


def test_one_sees_ones_own_and_editors_all(api, client, as_person, author, stranger, editor):
    image = make_image(author, alt="x")
    path = f"media/{image.pk}/"
    api.json("media/", 401)
    other = as_person(stranger)
    assert other.json("media/")["count"] == 0
    other.json(path, 404)
    other.write(404, "delete", path)
    chief = as_person(editor)
    assert chief.json("media/")["count"] == 1
    chief.write(200, "patch", path, {"alt": "Better"})
    chief.write(204, "delete", path)


def test_one_that_a_post_shows_is_kept(client, author):
    image = make_image(author, alt="x")
    post = make_post("Hello", author=author, featured_image=image)
    problem = client.write(409, "delete", f"media/{image.pk}/")
    assert "Hello" in problem["detail"]
    client.write(200, "patch", f"posts/{post.pk}/", {"featured_image": None})
    client.write(204, "delete", f"media/{image.pk}/")
    client.write(404, "delete", f"media/{image.pk}/")


def test_the_text_of_an_image_that_is_out_cannot_be_taken_away(client, author):
    image = make_image(author, alt="A sea")
    make_post("Hello", author=author, featured_image=image)
    assert client.errors("patch", f"media/{image.pk}/", {"alt": ""}) == {"/alt": "alt_needed"}
    client.write(200, "patch", f"media/{image.pk}/", {"alt": "Better"})


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "bz2_codec"])
def test_the_fields_of_an_upload_are_in_utf_8(client, charset):
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    assert client.client.generic("POST", "/api/v1/media/", b"--b--", kind).status_code == 415
