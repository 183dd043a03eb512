"""An image and its files come and go together, in memory and in a folder alike."""

import os
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from blog.errors import BlogError
from blog.images import ImageError, prepare
from blog.models import Media
from blog.services.media import add_media, clean_orphans, delete_media, set_alt
from tests.factories import make_draft, make_person, make_post

pytestmark = pytest.mark.django_db
FILES = ("file", "small", "medium", "large")
IN_MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


@pytest.fixture(params=["memory", "folder"], autouse=True)
def _storage(request, settings, tmp_path):
    """Give each test a storage of its own; settings make Django forget the one before."""
    folder = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    chosen = folder if request.param == "folder" else IN_MEMORY
    settings.STORAGES = {**settings.STORAGES, "default": chosen}


def a_picture(name="holiday photo.png") -> ContentFile:
    data = BytesIO()
    Image.new("RGB", (1000, 500), "green").save(data, "PNG")
    return ContentFile(data.getvalue(), name)


def stored(folder="") -> set[str]:
    """Return every file of the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return set()
    below = [stored(os.path.join(folder, name)) for name in folders]
    return {os.path.join(folder, name) for name in files}.union(*below)


def names_of(media: Media) -> list[str]:
    return [getattr(media, field).name for field in FILES]


def width_of(name: str) -> int:
    with default_storage.open(name) as file:
        return Image.open(file).width


def the_storage():
    """Return what stands behind `default_storage`, for monkeypatch to change and to restore."""
    default_storage.exists("x")
    return default_storage._wrapped


def fail_on_save(monkeypatch, number: int) -> None:
    """Let the storage fail on one file, after it has written half of it, as a full disk does."""
    save, calls = default_storage.save, []

    def failing(name, content, **kwargs):
        calls.append(name)
        if len(calls) == number:
            save(name, ContentFile(content.read(10)), **kwargs)
            raise OSError(28, "No space left on device")
        return save(name, content, **kwargs)

    monkeypatch.setattr(the_storage(), "save", failing)


def test_an_image_is_stored_with_its_sizes(author):
    media = Media.objects.get(
        pk=add_media(owner=author, prepared=prepare(a_picture()), alt="A holiday").pk
    )
    assert (media.owner, media.alt, media.width, media.height) == (author, "A holiday", 1000, 500)
    assert stored() == set(names_of(media))
    widths = [width_of(getattr(media, field).name) for field in FILES]
    assert widths == [1000, 320, 800, 1000]
    assert media.file.url == f"/media/{media.file.name}"


def test_names_are_random_and_say_nothing(author):
    first, second = (add_media(owner=author, prepared=prepare(a_picture())) for _ in range(2))
    base = rf"images/{timezone.now():%Y/%m}/([0-9a-f]{{32}})"
    match = re.fullmatch(rf"{base}\.png", first.file.name)
    assert match
    assert names_of(first)[1:] == [
        first.file.name.replace(".png", f"-{size}.png") for size in FILES[1:]
    ]
    assert match[1] not in second.file.name
    assert "holiday" not in "".join(names_of(first))


def test_reading_an_image_does_not_open_its_file(author, monkeypatch):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    monkeypatch.setattr(the_storage(), "open", lambda *args: pytest.fail("It was read."))
    assert Media.objects.get(pk=media.pk).width == 1000


def test_a_refused_file_leaves_nothing(author):
    with pytest.raises(ImageError):
        prepare(ContentFile(b"<svg/>", "x.png"))
    assert (stored(), Media.objects.count()) == (set(), 0)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_storage_that_fails_leaves_nothing(author, monkeypatch, number):
    fail_on_save(monkeypatch, number)
    with pytest.raises(OSError, match="No space left"):
        add_media(owner=author, prepared=prepare(a_picture()))
    assert (stored(), Media.objects.count()) == (set(), 0)


def test_a_database_that_fails_leaves_nothing(author, monkeypatch):
    written = []

    def fail(*args, **kwargs):
        written.extend(stored())
        raise DatabaseError("the connection is gone")

    monkeypatch.setattr(Media, "save", fail)
    with pytest.raises(DatabaseError):
        add_media(owner=author, prepared=prepare(a_picture()))
    assert len(written) == 4
    assert (stored(), Media.objects.count()) == (set(), 0)


def test_an_interrupt_leaves_nothing(author, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Media, "save", interrupt)
    with pytest.raises(KeyboardInterrupt):
        add_media(owner=author, prepared=prepare(a_picture()))
    assert stored() == set()


def test_the_first_failure_is_reported_even_if_cleaning_up_fails_too(author, monkeypatch, caplog):
    def fail(name):
        raise OSError("the storage is away")

    fail_on_save(monkeypatch, 2)
    monkeypatch.setattr(the_storage(), "delete", fail)
    with pytest.raises(OSError, match="No space left"):
        add_media(owner=author, prepared=prepare(a_picture()))
    assert "clean_media" in caplog.text


def test_the_description_can_be_changed(author):
    media = add_media(owner=author, prepared=prepare(a_picture()), alt="Old")
    assert set_alt(media=media, alt="New").alt == "New"
    media.refresh_from_db()
    assert media.alt == "New"


def test_a_deleted_image_is_not_brought_back(author):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    Media.objects.filter(pk=media.pk).delete()
    with pytest.raises(Media.DoesNotExist):
        set_alt(media=media, alt="New")
    assert not Media.objects.exists()


def test_files_go_when_the_row_is_gone_for_good(author, django_capture_on_commit_callbacks):
    media, other = (add_media(owner=author, prepared=prepare(a_picture())) for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        delete_media(media=media)
        assert len(stored()) == 8
    assert list(Media.objects.all()) == [other]
    assert stored() == set(names_of(other))


def test_files_stay_when_the_deletion_is_taken_back(author, django_capture_on_commit_callbacks):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        delete_media(media=media)
        transaction.set_rollback(True)
    assert stored() == set(names_of(Media.objects.get()))


def test_a_file_that_is_missing_does_not_keep_the_row(author, django_capture_on_commit_callbacks):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    default_storage.delete(media.small.name)
    with django_capture_on_commit_callbacks(execute=True):
        delete_media(media=media)
    assert (stored(), Media.objects.count()) == (set(), 0)


def test_what_is_deleted_twice_was_not_there_the_second_time(author):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    again = Media.objects.get()
    delete_media(media=media)
    with pytest.raises(Media.DoesNotExist):
        delete_media(media=again)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time anyway.")
def test_the_row_is_locked_before_its_posts_are_looked_at(author):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    with CaptureQueriesContext(connection) as queries:
        delete_media(media=media)
    selects = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert selects[0].endswith(("FOR UPDATE", "FOR NO KEY UPDATE"))


def test_an_image_from_before_the_sizes_can_be_deleted(author, django_capture_on_commit_callbacks):
    media = Media.objects.create(owner=author, file=a_picture("old.png"))
    with django_capture_on_commit_callbacks(execute=True):
        delete_media(media=media)
    assert stored() == set()


def in_use(media: Media) -> str:
    with pytest.raises(BlogError) as caught:
        delete_media(media=media)
    assert caught.value.code == "media_in_use"
    assert Media.objects.filter(pk=media.pk).exists()
    return caught.value.message


@pytest.mark.parametrize("field", ["featured_image", "seo_image"])
def test_an_image_of_a_post_stays(author, field):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    make_post("Summer", **{field: media})
    assert "“Summer”" in in_use(media)


def test_three_posts_are_named_and_the_others_counted(author):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    for title in ("One", "Two", "Three", "Four", "Five"):
        make_post(title, featured_image=media, seo_image=media)
    message = in_use(media)
    assert "“Five”, “Four”, “Three”, 2 other posts" in message


def test_a_draft_of_somebody_else_is_counted_and_not_named(author, stranger):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    make_draft("Secret plan", author=stranger, featured_image=media)
    assert "belongs to 1 post." in in_use(media)
    make_draft("My plan", author=author, featured_image=media)
    message = in_use(media)
    assert "“My plan”, 1 other post." in message
    assert "Secret" not in message


def test_whoever_it_shows_goes_without(author):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    reader = make_person(avatar=media)
    delete_media(media=media)
    reader.refresh_from_db()
    assert reader.avatar is None


# Files without a row


def left_over(name: str, days: int = 2) -> str:
    """Store a file that is some days old."""
    name = default_storage.save(name, ContentFile(b"x"))
    then = timezone.now() - timedelta(days=days)
    if isinstance(the_storage(), FileSystemStorage):
        os.utime(default_storage.path(name), (then.timestamp(), then.timestamp()))
    else:
        default_storage._resolve(name).modified_time = then
    return name


def grow_old() -> None:
    for name in stored():
        default_storage.delete(name)
        left_over(name)


def test_only_old_files_without_a_row_are_removed(author):
    media = add_media(owner=author, prepared=prepare(a_picture()))
    grow_old()
    old = {left_over("images/2020/01/a.jpg"), left_over("images/2020/01/b.jpg")}
    month = os.path.dirname(media.file.name)
    old.add(left_over(f"{month}/orphan.jpg"))
    young = left_over("images/2020/02/c.jpg", days=0)
    other = left_over("elsewhere/d.jpg")
    assert old < stored()
    assert clean_orphans() == 3
    assert stored() == {*names_of(media), young, other}
    assert clean_orphans() == 0
    assert clean_orphans(older_than=timedelta(0)) == 1


def test_a_file_that_is_named_from_another_folder_stays(author):
    """As where the month ended between the two, or the names came from elsewhere."""
    small = left_over("images/2020/01/a-small.png")
    file = left_over("images/2020/02/a.png")
    Media.objects.create(owner=author, file=file, small=small, width=1, height=1)
    assert clean_orphans() == 0


def test_nothing_to_clean_is_no_error():
    assert clean_orphans() == 0


def test_each_file_is_reported(author):
    add_media(owner=author, prepared=prepare(a_picture()))
    steps = []
    clean_orphans(progress=steps.append)
    assert sum(steps) == 4


def test_one_statement_a_folder(author, django_assert_num_queries):
    for number in range(20):
        left_over(f"images/2020/01/{number}.jpg")
        left_over(f"images/2020/02/{number}.jpg")
    with django_assert_num_queries(4):  # images/, images/2020/ and the two months.
        assert clean_orphans() == 40


def run(*args: str) -> str:
    out = StringIO()
    call_command("clean_media", *args, stdout=out)
    return out.getvalue()


def test_the_command_says_how_many():
    left_over("images/2020/01/a.jpg")
    left_over("images/2020/01/b.jpg", days=0)
    assert run("--older-than", "72") == "0 files removed.\n"
    assert run() == "1 file removed.\n"


@pytest.mark.parametrize("hours", ["0", "-1"])
def test_the_command_leaves_running_uploads_alone(hours):
    left_over("images/2020/01/a.jpg")
    with pytest.raises(CommandError, match="at least 1 hour"):
        run("--older-than", hours)
    assert len(stored()) == 1


def test_the_command_says_that_the_storage_failed(monkeypatch):
    def fail(name):
        raise PermissionError("not yours")

    left_over("images/2020/01/a.jpg")
    monkeypatch.setattr(the_storage(), "delete", fail)
    with pytest.raises(CommandError, match="not yours"):
        run()
