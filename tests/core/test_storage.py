"""Where images are kept: read from STORAGE_URL, and the services on S3."""

import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import timezone
from moto import mock_aws
from PIL import Image

from blog.images import prepare
from blog.models import Media
from blog.services import media as service
from blog.services.media import add_media, clean_orphans, delete_media
from core import env
from core.media import media as serve_media

YEAR = "max-age=31536000, immutable"


def storage(monkeypatch, url: str | None, root="/srv/blog/var/media") -> dict:
    if url is None:
        monkeypatch.delenv("STORAGE_URL", raising=False)
    else:
        monkeypatch.setenv("STORAGE_URL", url)
    return env.storage(Path(root))


def options(monkeypatch, url: str) -> dict:
    chosen = storage(monkeypatch, url)
    assert chosen["BACKEND"] == "storages.backends.s3.S3Storage"
    return chosen["OPTIONS"]


@pytest.mark.parametrize(
    ("url", "location"),
    [
        (None, "/srv/blog/var/media"),
        ("file:///data/images", "/data/images"),
        ("file:///data/my%20images", "/data/my images"),
    ],
)
def test_a_folder(monkeypatch, url, location):
    assert storage(monkeypatch, url) == {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": location},
    }


def test_a_default_folder_may_have_any_name(monkeypatch):
    chosen = storage(monkeypatch, None, "/srv/my blog #1/100%")
    assert chosen["OPTIONS"]["location"] == "/srv/my blog #1/100%"


def test_a_bucket(monkeypatch):
    chosen = options(monkeypatch, "s3://KEY:se%2Fcret%40%3A@images?region=eu-central-1")
    assert (chosen["access_key"], chosen["secret_key"]) == ("KEY", "se/cret@:")
    assert (chosen["bucket_name"], chosen["region_name"]) == ("images", "eu-central-1")
    assert (chosen["file_overwrite"], chosen["querystring_auth"]) == (False, False)
    assert chosen["object_parameters"] == {"CacheControl": f"public, {YEAR}"}
    assert "custom_domain" not in chosen


def test_a_bucket_whose_keys_boto3_finds_itself(monkeypatch):
    chosen = options(monkeypatch, "s3://images")
    assert not {"access_key", "secret_key", "security_token"} & chosen.keys()
    assert chosen["region_name"] is chosen["endpoint_url"] is None


def test_every_wait_is_bounded(monkeypatch):
    client = options(monkeypatch, "s3://images")["client_config"]
    assert (client.connect_timeout, client.read_timeout) == (3, 15)
    assert client.retries["total_max_attempts"] == 2


def test_a_bucket_elsewhere(monkeypatch):
    query = "endpoint=https://minio.example.com:9000&public_url=https://cdn.example.com/images/"
    chosen = options(monkeypatch, f"s3://KEY:SECRET@images?{query}")
    assert chosen["endpoint_url"] == "https://minio.example.com:9000"
    assert chosen["custom_domain"] == "cdn.example.com/images"
    assert chosen["url_protocol"] == "https:"


def test_a_private_bucket(monkeypatch):
    chosen = options(monkeypatch, "s3://images?private=true")
    assert chosen["querystring_auth"] is True
    assert chosen["object_parameters"] == {"CacheControl": f"private, {YEAR}"}
    assert options(monkeypatch, "s3://images?private=false")["querystring_auth"] is False


@pytest.mark.parametrize(
    "url",
    [
        "images",
        "/srv/images",
        "ftp://example.com/images",
        "https://s3.example.com/images",
        "file://images",
        "file://",
        "file:///",
        "file:///images?region=x",
        "file:///images#1",
        "s3://",
        "s3:///images",
        "s3://images/folder",
        "s3://KEY@images",
        "s3://KEY:@images",
        "s3://:hunter2@images",
        "s3://minio.example.com:9000/images",
        "s3://KEY:hunter2/x@images",
        "s3://KEY:12/hunter2@images",
        "s3://KEY:hunter2#x@images",
        "s3://KEY:hunter2?x@images",
        "s3://[images",
        "s3://images?regoin=x",
        "s3://images?region=",
        "s3://images?region",
        "s3://images?region=a&region=b",
        "s3://images?private=maybe",
        "s3://images?endpoint=minio.example.com",
        "s3://images?public_url=ftp://cdn.example.com",
        "s3://images?public_url=https://cdn.example.com/?a=b",
        "s3://images?private=true&public_url=https://cdn.example.com",
    ],
)
def test_a_wrong_value_is_named_in_one_line_without_its_secret(monkeypatch, url):
    with pytest.raises(SystemExit) as caught:
        storage(monkeypatch, url)
    message = str(caught.value)
    assert message.startswith("Configuration error: ")
    assert "STORAGE_URL" in message
    assert message.endswith(".")
    assert "\n" not in message
    assert "hunter2" not in message


def test_the_packages_are_named_where_they_are_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "botocore.config", None)
    with pytest.raises(SystemExit, match=r"prod\.txt"):
        storage(monkeypatch, "s3://images")


def test_the_settings_follow_it():
    """In a process of its own: the tests have a storage of theirs."""
    names = ("PATH", "HOME", "LANG", "PYTHONDONTWRITEBYTECODE")
    known = {name: os.environ[name] for name in names if name in os.environ}
    code = "import core.settings as s; print(s.MEDIA_ROOT, s.STORAGES['default']['OPTIONS'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env={
            **known,
            **{
                name: os.environ[name]
                for name in ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL")
            },
            "DATABASE_URL": "sqlite:///:memory:",
            "STORAGE_URL": "file:///data/images",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "/data/images {'location': '/data/images'}\n"


# The services on S3


@pytest.fixture
def bucket(settings, monkeypatch, db):
    """A bucket in this process, reached through what STORAGE_URL gives."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    with mock_aws():
        made = boto3.resource("s3", "us-east-1", aws_access_key_id="K", aws_secret_access_key="S")
        made.create_bucket(Bucket="images")

        def choose(query: str = "region=us-east-1"):
            chosen = storage(monkeypatch, f"s3://KEY:SECRET@images?{query}")
            settings.STORAGES = {**settings.STORAGES, "default": chosen}
            return made.Bucket("images")

        yield choose


def a_picture() -> ContentFile:
    data = BytesIO()
    Image.new("RGB", (1000, 500), "green").save(data, "JPEG")
    return ContentFile(data.getvalue(), "x.jpg")


def keys(bucket) -> set[str]:
    return {object.key for object in bucket.objects.all()}


def test_an_image_is_stored_for_every_browser_to_keep(bucket, author):
    there = bucket()
    media = add_media(owner=author, prepared=prepare(a_picture()))
    names = {media.file.name, media.small.name, media.medium.name, media.large.name}
    assert keys(there) == names
    object = there.Object(media.small.name).get()
    assert (object["ContentType"], object["CacheControl"]) == ("image/jpeg", f"public, {YEAR}")
    assert Image.open(object["Body"]).size == (320, 160)
    assert Media.objects.get().file.url == f"https://images.s3.amazonaws.com/{media.file.name}"


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("region=us-east-1&public_url=https://cdn.example.com", "https://cdn.example.com/images/"),
        ("public_url=http://localhost:9000/images", "http://localhost:9000/images/images/"),
    ],
)
def test_readers_are_sent_to_the_public_address(bucket, author, query, start):
    bucket(query)
    assert add_media(owner=author, prepared=prepare(a_picture())).file.url.startswith(start)


def test_another_server_is_asked_by_path(bucket):
    bucket("endpoint=https://minio.example.com:9000")
    url = default_storage.url("media/a.jpg")
    assert url == "https://minio.example.com:9000/images/media/a.jpg"


def test_links_into_a_private_bucket_are_signed(bucket, author):
    bucket("region=eu-central-1&private=true")
    url = urlsplit(default_storage.url("media/a.jpg"))
    assert parse_qs(url.query)["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert "SECRET" not in url.query


def test_deleting_removes_the_objects(bucket, author, django_capture_on_commit_callbacks):
    there = bucket()
    media, other = (add_media(owner=author, prepared=prepare(a_picture())) for _ in range(2))
    there.Object(media.medium.name).delete()
    with django_capture_on_commit_callbacks(execute=True):
        delete_media(media=media)
    assert keys(there) == {f.name for f in (other.file, other.small, other.medium, other.large)}


def test_a_failure_in_the_middle_leaves_no_object(bucket, author, monkeypatch):
    there, save, calls = bucket(), default_storage.save, []

    def failing(name, content, **kwargs):
        calls.append(name)
        if len(calls) == 3:
            raise OSError("the bucket is full")
        return save(name, content, **kwargs)

    monkeypatch.setattr(default_storage._wrapped, "save", failing)
    with pytest.raises(OSError, match="full"):
        add_media(owner=author, prepared=prepare(a_picture()))
    assert (len(calls), keys(there), Media.objects.count()) == (3, set(), 0)


def test_orphans_are_cleaned(bucket, author, monkeypatch):
    there = bucket()
    assert clean_orphans() == 0
    media = add_media(owner=author, prepared=prepare(a_picture()))
    default_storage.save("images/2020/01/a.jpg", ContentFile(b"x"))
    default_storage.save("elsewhere/b.jpg", ContentFile(b"x"))
    before = keys(there)
    assert clean_orphans() == 0
    tomorrow = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(service.timezone, "now", lambda: tomorrow)
    assert clean_orphans() == 1
    assert keys(there) == before - {"images/2020/01/a.jpg"}
    assert media.file.storage.exists(media.file.name)


# Serving in development


def test_an_image_in_development_is_nothing_but_an_image(db, rf, tmp_path):
    (tmp_path / "a.png").write_bytes(b"<script>alert(1)</script>")
    response = serve_media(rf.get("/media/a.png"), "a.png", document_root=tmp_path)
    response.close()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == f"public, {YEAR}"


@pytest.mark.parametrize("path", ["", "b.png", "../secret", "/etc/passwd"])
def test_nothing_else_is_served(rf, tmp_path, path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "media").mkdir()
    with pytest.raises((Http404, SuspiciousFileOperation)):
        serve_media(rf.get("/media/"), path, document_root=tmp_path / "media")


def test_images_are_only_read(rf, tmp_path):
    assert serve_media(rf.post("/media/a.png"), "a.png", document_root=tmp_path).status_code == 405
