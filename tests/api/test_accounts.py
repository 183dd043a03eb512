"""`auth/`: sign-up, sessions, passwords, and the end of an account."""

import re
from io import StringIO

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.test import Client

from blog.models import OutgoingMail, Person
from blog.services.tokens import create_token, find_token
from tests.factories import make_person, make_post

NEW = {"username": "ada", "email": "ada@example.com", "password": "fine sunny weather"}
PASSWORD = "a password"  # what tests/factories.py gives


def sign_in(api, username="reader", password=PASSWORD, status=200):
    return api.write(status, "post", "auth/login/", {"username": username, "password": password})


def is_signed_in(api) -> bool:
    return api.json("me/")["authenticated"]


def test_signing_up_makes_an_account_with_the_usual_role_and_a_session(api):
    me = api.write(201, "post", "auth/signup/", NEW)
    assert (me["username"], me["role"], me["email"]) == ("ada", "contributor", "ada@example.com")
    assert me["permissions"] == ["blog.add_post"]
    assert is_signed_in(api)
    person = Person.objects.get()
    assert person.check_password(NEW["password"])
    assert (person.is_staff, person.is_superuser) == (False, False)


@pytest.mark.parametrize("role", ["reader", "author", "editor"])
def test_the_role_of_new_accounts_is_a_setting(api, settings, role):
    settings.SIGNUP_ROLE = role
    assert api.write(201, "post", "auth/signup/", NEW)["role"] == role


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("username", "", "blank"),
        ("username", "zoë", "invalid"),
        ("username", "a b", "invalid"),
        ("username", "x" * 61, "max_length"),
        ("username", "READER", "unique"),
        ("email", "nobody", "invalid"),
        ("email", "Reader@Example.com", "unique"),
        ("password", "12345678", "password_entirely_numeric"),
        ("password", "short", "password_too_short"),
        ("password", "password", "password_too_common"),
        ("password", "ada@example.com", "password_too_similar"),
        ("password", "x" * 1001, "max_length"),
        ("role", "admin", "unknown"),
        ("is_superuser", True, "unknown"),
        ("groups", [1], "unknown"),
    ],
)
def test_what_cannot_be_an_account_is_refused_by_name(api, reader, field, value, code):
    errors = api.errors("post", "auth/signup/", {**NEW, field: value})
    assert set(errors) == {f"/{field}"}
    assert code in errors.values()
    assert Person.objects.count() == 1


def test_all_mistakes_of_a_sign_up_are_named_at_once(api, reader):
    wrong = {"username": "reader", "email": "x", "password": "reader", "role": "admin"}
    errors = api.errors("post", "auth/signup/", wrong)
    assert set(errors) == {"/username", "/email", "/password", "/role"}


def test_signing_in_and_out(api, reader):
    me = sign_in(api)
    assert me["username"] == "reader"
    assert is_signed_in(api)
    api.write(204, "post", "auth/logout/")
    assert not is_signed_in(api)


def test_a_user_name_is_the_same_in_any_case(api, reader):
    assert sign_in(api, "Reader")["username"] == "reader"


def test_the_session_gets_a_new_key(api, reader):
    api.client.get("/accounts/login/")
    session = api.client.session
    session["x"] = 1
    session.save()
    before = api.client.session.session_key
    sign_in(api)
    assert api.client.session.session_key != before


def test_unknown_wrong_and_inactive_get_the_same_answer(api, reader):
    gone = make_person("gone", is_active=False)
    locked = Person.objects.create(username="locked", password="!")
    answers = []
    for username, password in [
        ("nobody", PASSWORD),
        ("reader", "wrong"),
        (gone.username, PASSWORD),
        (locked.username, "wrong"),
    ]:
        problem = sign_in(api, username, password, 400)
        answers.append({**problem, "request_id": ""})
    assert all(answer == answers[0] for answer in answers)
    assert not is_signed_in(api)


def test_each_of_them_hashes_a_password(api, reader, monkeypatch):
    """What takes the time is done for everybody, so that the time tells nothing."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args)
    )
    make_person("gone", is_active=False)
    Person.objects.create(username="locked", password="!")
    costs = []
    for username in ("nobody", "reader", "gone", "locked"):
        hashed.clear()
        sign_in(api, username, "wrong", 400)
        costs.append(len(hashed))
    assert len(set(costs)) == 1, costs


def test_a_form_of_another_site_signs_nobody_in(reader):
    strict = Client(enforce_csrf_checks=True)
    form = {"username": "reader", "password": PASSWORD}
    assert strict.post("/accounts/login/", form).status_code == 403
    assert strict.post("/api/v1/auth/login/", form).status_code in {403, 415}
    assert SESSION_KEY not in strict.session


def test_the_writes_of_a_session_take_the_csrf_token(reader):
    strict = Client(enforce_csrf_checks=True)
    make_post("Hello")
    strict.force_login(reader)
    path = "/api/v1/posts/hello/like/"
    refused = strict.put(path)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    token = strict.get("/api/v1/auth/csrf/").json()["csrf_token"]
    assert strict.put(path, headers={"x-csrftoken": token}).status_code == 200
    assert strict.get("/api/v1/me/").json()["csrf_token"] == token


def test_a_new_password_ends_other_sessions_and_all_tokens(api, as_person, reader):
    elsewhere = as_person(reader)
    _, secret = create_token(person=reader, name="x", scope="read")
    sign_in(api)
    change = {"current_password": PASSWORD, "new_password": "fine sunny weather"}
    api.write(204, "post", "auth/password/", change)
    assert is_signed_in(api)
    assert not is_signed_in(elsewhere)
    assert find_token(secret) is None
    sign_in(api, password="fine sunny weather")


def test_a_new_password_takes_the_old_one_and_has_to_be_good(as_person, reader):
    api = as_person(reader)
    wrong = {"current_password": "wrong", "new_password": "fine sunny weather"}
    assert api.errors("post", "auth/password/", wrong) == {"/current_password": "wrong_password"}
    simple = {"current_password": PASSWORD, "new_password": "12345678"}
    assert set(api.errors("post", "auth/password/", simple)) == {"/new_password"}
    assert Person.objects.get().check_password(PASSWORD)


def link(mail: OutgoingMail) -> dict[str, str]:
    uid, token = re.search(r"/password-reset/([^/]+)/([^/]+)/", mail.body).groups()
    return {"uid": uid, "token": token}


def test_a_forgotten_password_is_set_anew_by_mail_once(api, reader):
    _, secret = create_token(person=reader, name="x", scope="read")
    api.write(204, "post", "auth/password/reset/", {"email": "READER@example.com"})
    mail = OutgoingMail.objects.get(kind="password_reset")
    assert mail.to == reader.email
    new = {**link(mail), "new_password": "fine sunny weather"}
    api.write(204, "post", "auth/password/reset/confirm/", new)
    assert find_token(secret) is None
    sign_in(api, password="fine sunny weather")
    assert api.errors("post", "auth/password/reset/confirm/", new) == {"/token": "bad_link"}


def test_a_reset_tells_nobody_who_has_an_account(api, reader):
    make_person("gone", is_active=False)
    for email in ("nobody@example.com", "gone@example.com"):
        api.write(204, "post", "auth/password/reset/", {"email": email})
    assert not OutgoingMail.objects.exclude(due_at=None).exists()


def test_a_reset_costs_the_same_statements_for_everybody(api, reader, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for email in ("reader@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            api.write(204, "post", "auth/password/reset/", {"email": email})
        costs.append([query["sql"].split()[0] for query in queries])
    assert costs[0] == costs[1]


@pytest.mark.parametrize("uid", ["", "x", "AAAA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "é"])
def test_a_link_that_is_none_of_ours_is_refused(api, reader, uid):
    wrong = {"uid": uid or "-", "token": "x", "new_password": "fine sunny weather"}
    assert api.errors("post", "auth/password/reset/confirm/", wrong) == {"/token": "bad_link"}


def test_a_link_of_somebody_who_is_gone_is_refused(api, reader):
    api.write(204, "post", "auth/password/reset/", {"email": reader.email})
    Person.objects.update(is_active=False)
    new = {**link(OutgoingMail.objects.get()), "new_password": "fine sunny weather"}
    assert api.errors("post", "auth/password/reset/confirm/", new) == {"/token": "bad_link"}


def test_an_account_is_closed_with_the_password_and_what_was_written_stays(api, author):
    make_post("Hello", author=author)
    _, secret = create_token(person=author, name="x", scope="read")
    sign_in(api, "author")
    assert set(api.errors("post", "auth/deactivate/", {"current_password": "x"})) == {
        "/current_password"
    }
    api.write(204, "post", "auth/deactivate/", {"current_password": PASSWORD})
    assert not is_signed_in(api)
    assert find_token(secret) is None
    sign_in(api, "author", status=400)
    assert api.titles() == ["Hello"]


def test_a_profile_is_changed_by_its_owner(as_person, reader, author):
    from tests.factories import make_image

    api = as_person(author)
    image = make_image(author)
    change = {"display_name": "Ada\u202e Novak", "bio": "Writes.", "website": "https://a.example/"}
    me = api.write(200, "patch", "me/", {**change, "avatar": image.pk})
    assert (me["display_name"], me["bio"], me["website"]) == (
        "Ada Novak",
        "Writes.",
        change["website"],
    )
    assert me["avatar_url"].startswith("http://testserver/media/")
    assert api.write(200, "patch", "me/", {"website": None, "avatar": None})["website"] is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"username": "x"}, "/username"),
        ({"role": "admin"}, "/role"),
        ({"is_superuser": True}, "/is_superuser"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"email": "other@example.com"}, "/current_password"),
        ({"email": "other@example.com", "current_password": "wrong"}, "/current_password"),
        ({"email": "author@example.com", "current_password": PASSWORD}, "/email"),
        ({"avatar": 999}, "/avatar"),
        ({"bio": "x" * 1001}, "/bio"),
    ],
)
def test_what_a_profile_cannot_be_is_refused_by_name(as_person, reader, author, change, pointer):
    assert set(as_person(reader).errors("patch", "me/", change)) == {pointer}


def test_a_new_address_takes_the_password(as_person, reader):
    change = {"email": "new@example.com", "current_password": PASSWORD}
    assert as_person(reader).write(200, "patch", "me/", change)["email"] == "new@example.com"


def test_a_password_that_is_changed_on_the_command_line_ends_the_tokens(reader, monkeypatch):
    _, secret = create_token(person=reader, name="x", scope="admin")
    monkeypatch.setattr("getpass.getpass", lambda **kwargs: "fine sunny weather")
    call_command("changepassword", "reader", verbosity=0, stdout=StringIO())
    assert Person.objects.get().check_password("fine sunny weather")
    assert find_token(secret) is None


def test_an_account_that_is_opened_again_has_none_of_its_sessions_and_tokens(as_person, reader):
    elsewhere = as_person(reader)
    _, secret = create_token(person=reader, name="x", scope="admin")
    for is_active in (False, True):
        reader.is_active = is_active
        reader.save()
    assert not is_signed_in(elsewhere)
    assert find_token(secret) is None


def test_nobody_is_told_who_has_signed_up_without_the_password(as_person, reader, author):
    api = as_person(reader)
    for email in ("author@example.com", "nobody@example.com"):
        assert api.errors("patch", "me/", {"email": email}) == {
            "/current_password": "wrong_password"
        }


def test_a_mailbox_is_not_filled_with_resets(api, reader):
    for _ in range(5):
        api.write(204, "post", "auth/password/reset/", {"email": reader.email})
    assert OutgoingMail.objects.filter(kind="password_reset").count() == 1


@pytest.mark.parametrize("username", [".", "..", "+", "@_-"])
def test_a_user_name_has_a_letter_or_a_digit(api, db, username):
    assert set(api.errors("post", "auth/signup/", {**NEW, "username": username})) == {"/username"}


@pytest.mark.parametrize("website", ["ftp://example.com/", "javascript:x", "example.com"])
def test_a_website_is_an_address_of_the_web(as_person, reader, website):
    assert as_person(reader).errors("patch", "me/", {"website": website}) == {"/website": "invalid"}
