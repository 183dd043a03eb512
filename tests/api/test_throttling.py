"""How often: 429 with `Retry-After`, by person or by address, in the shared cache."""

import pytest
import time_machine
from django.core.cache import cache

from api.throttling import network
from tests.factories import make_post

MORNING = "2026-11-24T08:00:00Z"
PASSWORD = "a password"


@pytest.fixture(autouse=True)
def throttled(settings):
    settings.THROTTLE = True
    with time_machine.travel(MORNING, tick=False):
        yield


def test_comments_are_limited_by_person(as_person, reader, author):
    with time_machine.travel("2026-11-24T07:00:00Z", tick=False):
        make_post("Hello")
    client, path = as_person(reader), "posts/hello/comments/"
    answers = [client.send("post", path, {"content": f"{n}"}) for n in range(11)]
    assert [one.status_code for one in answers] == [201] * 10 + [429]
    last = answers[-1]
    assert last.json()["code"] == "throttled"
    assert last["Retry-After"] == "60"
    assert last["RateLimit-Policy"] == '"comment";q=10;w=60'
    assert last["RateLimit"] == '"comment";r=0;t=60'
    assert answers[0]["RateLimit"] == '"comment";r=9;t=60'
    assert as_person(author).send("post", path, {"content": "x"}).status_code == 201
    with time_machine.travel("2026-11-24T08:01:00Z", tick=False):
        assert client.send("post", path, {"content": "again"}).status_code == 201


def test_reads_are_not_limited(api):
    for _ in range(150):
        response = api.get("me/")
    assert response.status_code == 200
    assert "RateLimit" not in response


def test_wrong_passwords_slow_an_account_down_wherever_they_come_from(api, as_person, reader):
    def sign_in(password: str, address: str, username: str = "reader"):
        body = {"username": username, "password": password}
        return api.client.post(
            "/api/v1/auth/login/", body, "application/json", REMOTE_ADDR=address
        ).status_code

    for number in range(10):
        assert sign_in("wrong", f"192.0.2.{number}") == 400
    # The right one too: whoever guesses does not learn that this was it.
    assert sign_in(PASSWORD, "198.51.100.1") == 429
    assert sign_in(PASSWORD, "198.51.100.1", "READER") == 429
    assert sign_in("wrong", "198.51.100.1", "somebody") == 400
    with time_machine.travel("2026-11-24T08:15:00Z", tick=False):
        assert sign_in(PASSWORD, "198.51.100.1") == 200


def test_an_account_that_does_not_exist_is_slowed_down_alike(api):
    statuses = [
        api.client.post(
            "/api/v1/auth/login/",
            {"username": "nobody", "password": "x"},
            "application/json",
            REMOTE_ADDR=f"192.0.2.{number}",
        ).status_code
        for number in range(11)
    ]
    assert statuses == [400] * 10 + [429]


def test_an_address_that_guesses_many_accounts_is_slowed_down(api):
    statuses = [
        api.send("post", "auth/login/", {"username": f"u{n}", "password": "x"}).status_code
        for n in range(31)
    ]
    assert statuses == [400] * 30 + [429]


def test_guessing_the_password_of_a_session_counts_as_well(as_person, reader):
    client = as_person(reader)
    for _ in range(10):
        client.write(400, "post", "auth/deactivate/", {"current_password": "wrong"})
    client.write(429, "post", "auth/deactivate/", {"current_password": PASSWORD})


def test_a_forged_header_is_no_other_address(api):
    for number in range(11):
        response = api.send(
            "post",
            "auth/signup/",
            {"username": "x"},
            x_forwarded_for=f"192.0.2.{number}",
        )
    assert response.status_code == 429


def test_a_proxy_that_is_named_is_believed(api, settings):
    from rest_framework.settings import api_settings

    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    assert api_settings.NUM_PROXIES == 1
    for number in range(11):
        response = api.send(
            "post",
            "auth/signup/",
            {"username": "x"},
            x_forwarded_for=f"198.51.100.9, 192.0.2.{number}",
        )
    assert response.status_code == 400


def test_a_subscriber_is_one_address_or_one_network():
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == network("192.0.2.1:4711")
    assert network("[2001:db8::1]:4711") == network("2001:db8::1")
    assert network("unix:") == "unix"


def test_a_cache_that_is_away_stops_nobody(as_person, reader, monkeypatch):
    make_post("Hello")

    def fail(*args, **kwargs):
        raise ConnectionError("away")

    for name in ("add", "incr", "get"):
        monkeypatch.setattr(cache, name, fail)
    assert as_person(reader).send("put", "posts/hello/like/").status_code == 200


def test_it_can_be_turned_off(as_person, reader, settings):
    settings.THROTTLE = False
    make_post("Hello")
    client = as_person(reader)
    for _ in range(130):
        response = client.send("put", "posts/hello/like/")
    assert response.status_code == 200
    assert "RateLimit" not in response


def test_guessing_the_password_by_the_profile_counts_as_well(as_person, reader):
    client = as_person(reader)
    guess = {"email": "new@example.com", "current_password": "wrong"}
    for _ in range(10):
        client.write(400, "patch", "me/", guess)
    client.write(429, "patch", "me/", {**guess, "current_password": PASSWORD})


def test_right_passwords_are_not_counted(api, reader):
    for _ in range(12):
        body = {"username": "reader", "password": PASSWORD}
        assert api.send("post", "auth/login/", body).status_code == 200
