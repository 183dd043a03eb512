"""The forms around signing in, filled in and sent as a browser without JavaScript does."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from api.throttling import FAILURES
from blog.models import OutgoingMail, Person
from tests.factories import make_person, make_post
from tests.html.browser import Browser

EVIL = '"><script>alert(1)</script>'
HOSTILE = [
    *("//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"),
    *("\\\\evil.example", "///evil.example", "/\t/evil.example", "http:///evil.example", "blog/"),
]
GOOD = "rosebud was a sledge"
NEW = {"username": "nina", "email": "nina@example.com", "password": GOOD}


@pytest.fixture
def browser(db):
    return Browser()


@pytest.fixture
def person(db):
    return make_person("reader")


def sign_in(browser, password="a password", path="/accounts/login/", leads_to="/blog/"):
    form = browser.open(path).form
    return browser.sent(form, leads_to, username="reader", password=password)


def test_signing_up_makes_a_contributor_who_is_signed_in(browser):
    page = browser.sent(browser.open("/accounts/signup/").form, "/blog/", **NEW)
    assert page.links["nina"] == "/accounts/"
    assert Person.objects.get(username="nina").role == "contributor"


def test_a_sign_up_with_mistakes_shows_each_beside_its_field_and_keeps_the_rest(browser, person):
    typed = {"username": "READER", "email": f"{EVIL}@", "display_name": EVIL, "password": GOOD}
    page = browser.shown(browser.send(browser.open("/accounts/signup/").form, **typed), 400)
    assert page.mistake("username") == "This user name is taken."
    assert page.mistake("email") == "Enter a valid email address."
    assert page.mistake("display_name") == page.mistake("password") == ""
    assert {name: page.form[name] for name in typed} == {**typed, "password": ""}
    assert page.title.startswith("Error: Sign up")
    browser.sent(page.form, "/blog/", **NEW)


def test_a_password_that_is_too_simple_is_told_beside_its_field(browser):
    form = browser.open("/accounts/signup/").form
    page = browser.shown(browser.send(form, **{**NEW, "password": "12345678"}), 400)
    assert "too common" in page.mistake("password")
    assert "12345678" not in page.html


def test_signing_in_leads_back_to_the_page_that_asked_for_it(browser, person):
    make_post("Hello")
    login = browser.open("/blog/posts/hello/").links["Sign in"]
    page = sign_in(browser, path=login, leads_to="/blog/posts/hello/")
    assert "content" in page.form_to("/blog/posts/hello/")


def test_a_wrong_password_keeps_the_name_and_where_to_go(browser, person):
    form = browser.open("/accounts/login/?next=/blog/archive/").form
    page = browser.shown(browser.send(form, username="reader", password="wrong one"), 400)
    assert page.mistake("password") == "User name and password do not belong together."
    assert (page.form["username"], page.form["password"]) == ("reader", "")
    browser.sent(page.form, "/blog/archive/", password="a password")


def test_an_unknown_name_gets_the_same_answer(browser, person):
    form = browser.open("/accounts/login/").form
    page = browser.shown(browser.send(form, username="nobody", password="wrong one"), 400)
    assert page.mistake("password") == "User name and password do not belong together."


@pytest.mark.parametrize("target", HOSTILE)
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_nobody_is_led_to_another_site(browser, person, path, target):
    form = browser.open(f"{path}?next={quote(target)}").form
    known = {"username": "reader", "password": "a password"}
    response = browser.send(form, **(known if "login" in path else NEW))
    assert (response.status_code, response["Location"]) == (303, "/blog/")


def test_the_two_forms_hand_on_where_to_go(browser, db):
    page = browser.open("/accounts/login/?next=/blog/posts/create/")
    page = browser.open(page.links["Sign up"])
    browser.sent(page.form, "/blog/posts/create/", **NEW)


def test_too_many_wrong_passwords_show_the_form_with_the_time_to_wait(browser, person):
    form = browser.open("/accounts/login/").form
    for _ in range(FAILURES.number):
        browser.send(form, username="reader", password="wrong one")
    response = browser.send(form, username="reader", password="a password")
    assert int(response["Retry-After"]) > 0
    page = browser.shown(response, 429)
    assert "Too many wrong passwords" in page.text
    assert page.form["username"] == "reader"


def test_signing_out_is_a_button_and_not_a_link(browser, person):
    page = sign_in(browser)
    page = browser.sent(page.form_to("logout/"), "/blog/")
    assert page.links["Sign in"] == "/accounts/login/"
    assert browser.client.get("/accounts/logout/").status_code == 405


def test_a_forgotten_password_is_replaced_by_the_mailed_link_once(browser, person):
    form = browser.open("/accounts/password-reset/").form
    page = browser.sent(form, "/accounts/password-reset/sent/", email="READER@example.com")
    assert "a link is on its way" in page.text
    mail = OutgoingMail.objects.get(kind="password_reset")
    assert mail.to == "reader@example.com"
    link = re.search(r"http://testserver(/\S+)", mail.body)[1]
    page = browser.open(link)
    weak = browser.shown(browser.send(page.form, new_password="12345678"), 400)
    assert "too common" in weak.mistake("new_password")
    done = browser.sent(weak.form, "/accounts/login/?changed=1", new_password=GOOD)
    assert "The password is changed." in done.text
    late = browser.send(page.form, new_password=GOOD)
    for again in (browser.open(link, 404), browser.shown(late, 400)):
        assert "The link was used already" in again.text
        assert again.links["Ask for a new link"] == reverse("accounts:password-reset")
        assert again.posts == []
    sign_in(browser, GOOD)


def test_an_address_that_nobody_has_gets_the_same_answer_and_no_mail(browser, person):
    form = browser.open("/accounts/password-reset/").form
    browser.sent(form, "/accounts/password-reset/sent/", email="nobody@example.com")
    assert not OutgoingMail.objects.exclude(to="").exists()
    page = browser.shown(browser.send(form, email="no address"), 400)
    assert page.mistake("email")
    assert page.form["email"] == "no address"


def test_a_changed_password_ends_the_other_sessions_and_not_this_one(browser, person):
    sign_in(other := Browser())
    sign_in(browser)
    form = browser.open("/accounts/").form
    wrong = browser.send(form, current_password="wrong one", new_password=GOOD)
    page = browser.shown(wrong, 400)
    assert page.mistake("current_password") == "It is not your password."
    assert (page.form["current_password"], page.form["new_password"]) == ("", "")
    typed = {"current_password": "a password", "new_password": GOOD}
    assert (
        "The password is changed." in browser.sent(page.form, "/accounts/?changed=1", **typed).text
    )
    assert other.client.get("/accounts/").status_code == 303
    sign_in(Browser(), GOOD)


def test_who_is_not_signed_in_is_led_to_the_login_page_and_back(browser, person):
    response = browser.client.get("/accounts/")
    assert (response.status_code, response["Location"]) == (
        303,
        "/accounts/login/?next=%2Faccounts%2F",
    )
    assert (
        "reader@example.com"
        in sign_in(browser, path=response["Location"], leads_to="/accounts/").text
    )


@pytest.mark.parametrize("path", ["login", "signup", "logout", "password-reset"])
def test_a_form_of_another_site_is_refused_with_a_page(browser, person, path):
    response = browser.client.post(
        f"/accounts/{path}/", {"username": "reader"}, "application/x-www-form-urlencoded"
    )
    assert "The CSRF check failed" in browser.shown(response, 403).text


def test_a_form_whose_sender_wants_json_gets_it(browser, person):
    form = browser.open("/accounts/login/").form
    typed = {"username": "reader", "password": "a password"}
    wrong = browser.send(form, accept="application/json", username="reader", password="no")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "validation_error")
    response = browser.send(form, accept="application/json", **typed)
    assert (response.status_code, response.json()["username"]) == (200, "reader")
    response = Browser().client.post(
        "/accounts/login/", typed, "application/json", headers={"accept": "application/json"}
    )
    assert (response.status_code, response.json()["username"]) == (200, "reader")


def test_a_profile_is_edited_and_shown_again_with_its_mistakes(person):
    browser = Browser(person)
    form = browser.open("/accounts/profile/").form
    assert (form["display_name"], form["email"]) == ("", "reader@example.com")
    typed = {"display_name": EVIL, "bio": "\n Two\nlines", "website": "javascript:alert(1)"}
    page = browser.shown(browser.send(form, **typed), 400)
    assert page.mistake("website") == "Enter a valid URL."
    assert {name: page.form[name] for name in typed} == typed
    browser.sent(page.form, "/accounts/", website="https://example.com/")
    person.refresh_from_db()
    assert (person.display_name, person.bio) == (EVIL, "\n Two\nlines")


def test_a_new_address_takes_the_password_in_the_form_too(person):
    browser = Browser(person)
    form = browser.open("/accounts/profile/").form
    page = browser.shown(browser.send(form, email="new@example.com"), 400)
    assert page.mistake("current_password") == "A new address takes the present password."
    browser.sent(page.form, "/accounts/", current_password="a password")
    person.refresh_from_db()
    assert person.email == "new@example.com"


def test_an_account_is_closed_by_its_owner_who_knows_the_password(person):
    browser = Browser(person)
    form = browser.open("/accounts/close/").form
    page = browser.shown(browser.send(form, current_password="wrong"), 400)
    assert page.mistake("current_password") == "It is not your password."
    page = browser.sent(page.form, "/blog/", current_password="a password")
    assert "Sign in" in page.links
    person.refresh_from_db()
    assert not person.is_active
