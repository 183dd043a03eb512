"""Access tokens: made, used, listed, revoked; narrower than their owner, never wider."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from blog.models import AccessToken
from blog.services.tokens import create_token
from tests.factories import make_draft, make_post

PASSWORD = "a password"


def token_of(person, scope: str, **fields) -> str:
    return create_token(person=person, name="x", scope=scope, **fields)[1]


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def test_a_token_is_made_with_a_password_and_signs_in(api, author):
    asked = {"username": "author", "password": PASSWORD, "name": "laptop", "scope": "write"}
    made = api.write(201, "post", "auth/tokens/", asked)
    assert (made["name"], made["scope"]) == ("laptop", "write")
    post = api.write(201, "post", "posts/", {"title": "Hello"}, **bearer(made["token"]))
    assert post["author"]["username"] == "author"


def test_only_its_hash_is_stored(author):
    secret = token_of(author, "read")
    token = AccessToken.objects.get()
    assert secret.startswith("broadsheet_")
    assert secret not in str(vars(token))
    assert len(token.digest) == 64


def test_tokens_are_listed_without_their_secret_and_revoked_one_by_one(as_person, author, api):
    client = as_person(author)
    secrets = [
        client.write(201, "post", "auth/tokens/", {"name": name, "scope": "read"})["token"]
        for name in ("one", "two")
    ]
    body = client.json("auth/tokens/")
    assert [token["name"] for token in body["results"]] == ["two", "one"]
    assert not any(secret in str(body) for secret in secrets)
    client.write(204, "delete", f"auth/tokens/{body['results'][0]['id']}/")
    assert api.send("get", "me/", **bearer(secrets[0])).json()["username"] == "author"
    assert api.send("get", "me/", **bearer(secrets[1])).status_code == 401
    client.write(404, "delete", f"auth/tokens/{body['results'][0]['id']}/")


def test_tokens_of_others_are_not_there(as_person, author, stranger):
    token_of(author, "read")
    pk = AccessToken.objects.get().pk
    client = as_person(stranger)
    assert client.json("auth/tokens/")["count"] == 0
    client.json(f"auth/tokens/{pk}/", 404)
    client.write(404, "delete", f"auth/tokens/{pk}/")


@pytest.mark.parametrize("path", ["posts/", "posts/hello/", "me/", "", "schema/", "nothing/"])
@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer nonsense", "bearer \x7f", "Token abc", "Bearer a b c", "x"],
)
def test_a_bad_token_is_refused_on_public_reads_too(api, path, header):
    make_post("Hello")
    response = api.send("get", path, authorization=header)
    expected = 404 if path == "nothing/" else 401
    assert response.status_code == expected
    if expected == 401:
        assert response["WWW-Authenticate"].startswith("Bearer")
        assert "no-store" in response["Cache-Control"]


def test_an_expired_token_and_one_of_an_inactive_person_are_refused(api, author):
    secret = token_of(author, "read", days=1)
    with time_machine.travel(timezone.now() + timezone.timedelta(days=2)):
        assert api.send("get", "posts/", **bearer(secret)).status_code == 401
    assert api.send("get", "posts/", **bearer(secret)).status_code == 200
    author.is_active = False
    author.save()
    assert api.send("get", "posts/", **bearer(secret)).status_code == 401


def test_a_scope_narrows_and_reading_is_whole(api, editor):
    draft = make_draft("Secret")
    secret = token_of(editor, "read")
    assert api.send("get", f"posts/{draft.pk}/", **bearer(secret)).status_code == 200
    response = api.send("patch", f"posts/{draft.pk}/", {"title": "x"}, **bearer(secret))
    assert response.status_code == 403
    response = api.send("post", "tags/", {"name": "x"}, **bearer(secret))
    assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")
    assert 'scope="moderate"' in response["WWW-Authenticate"]


def test_a_scope_adds_nothing_to_its_owner(api, reader):
    secret = token_of(reader, "admin")
    assert api.send("post", "posts/", {"title": "x"}, **bearer(secret)).status_code == 403
    assert api.send("patch", "comments/", {}, **bearer(secret)).status_code == 403


def test_what_a_person_may_edit_depends_on_the_token(api, author):
    make_post("Mine", author=author)
    for scope, may_edit, may_comment in [
        ("read", False, False),
        ("comment", False, True),
        ("write", True, True),
    ]:
        post = api.send("get", "posts/mine/", **bearer(token_of(author, scope))).json()
        assert (post["user_can_edit"], post["user_can_comment"]) == (may_edit, may_comment)


def test_a_token_makes_no_wider_one_and_only_the_widest_makes_any(api, author):
    asked = {"name": "x", "scope": "admin"}
    narrow, wide = token_of(author, "moderate"), token_of(author, "admin")
    assert api.send("post", "auth/tokens/", asked, **bearer(narrow)).status_code == 403
    assert api.send("post", "auth/tokens/", asked, **bearer(wide)).status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"scope": "root"}, "/scope"),
        ({"name": ""}, "/name"),
        ({"days": 0}, "/days"),
        ({"days": 367}, "/days"),
        ({"person": 1}, "/person"),
    ],
)
def test_a_wrong_token_is_refused_by_name(as_person, author, change, pointer):
    asked = {"name": "x", "scope": "read", **change}
    assert set(as_person(author).errors("post", "auth/tokens/", asked)) == {pointer}


def test_without_an_account_or_with_a_wrong_password_there_is_none(api, author):
    asked = {"name": "x", "scope": "read"}
    api.write(401, "post", "auth/tokens/", asked)
    wrong = {**asked, "username": "author", "password": "wrong"}
    assert api.errors("post", "auth/tokens/", wrong) == {"/password": "wrong_password"}


def test_the_session_cookie_beside_a_bad_token_does_not_count(as_person, author):
    response = as_person(author).send("get", "me/", **bearer("nonsense"))
    assert response.status_code == 401


def test_the_command_prints_the_token_alone(api, author):
    out = StringIO()
    call_command("create_token", "Author", "--scope", "write", "--days", "2", stdout=out)
    secret = out.getvalue().strip()
    assert api.send("get", "me/", **bearer(secret)).json()["username"] == "author"
    assert AccessToken.objects.get().scope == "write"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody", "--scope", "read"),
        ("author", "--scope", "root"),
        ("author", "--scope", "read", "--days", "0"),
        ("author", "--scope", "read", "--name", ""),
        ("author",),
    ],
)
def test_the_command_says_what_is_wrong_in_one_line(author, arguments):
    with pytest.raises(CommandError) as raised:
        call_command("create_token", *arguments)
    assert "\n" not in str(raised.value)
