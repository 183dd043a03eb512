"""A browser without JavaScript: it opens pages, fills their forms in and sends them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

from django.test import Client

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORM = "application/x-www-form-urlencoded"
VOID = {"input", "meta", "link", "img", "br", "hr"}


@dataclass
class Form:
    """A form of a page as it stands there; `values` is what would be sent of it."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    controls: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return dict(self.values)[name]

    def __contains__(self, name: str) -> bool:
        return name in self.controls

    def filled(self, typed: dict[str, str | list[str]]) -> list[tuple[str, str]]:
        """Return what is sent once a person has typed; a name that is no control is an error."""
        assert not typed.keys() - self.controls.keys(), f"not on the form: {typed.keys()}"
        values = [(name, value) for name, value in self.values if name not in typed]
        for name, given in typed.items():
            values += [(name, one) for one in ([given] if isinstance(given, str) else given)]
        # HTML, "constructing the entry list": each line break is sent as CR LF.
        return [(name, re.sub("\r?\n", "\r\n", value)) for name, value in values]


class Document(HTMLParser):
    """What a page says: its text as a whole and by id, its links and its forms."""

    def __init__(self, html: str, url: str) -> None:
        super().__init__()
        self.html, self.url = html, url
        self.text, self.texts = "", {}
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self._open: list[tuple[str, dict]] = []
        self._form: Form | None = None
        self._typed = ""
        self.feed(html)

    @property
    def title(self) -> str:
        return self.html.partition("<title>")[2].partition("</title>")[0]

    @property
    def form(self) -> Form:
        """The one form in the page's own part that is sent by POST."""
        [found] = [form for form in self.posts if "logout" not in form.action]
        return found

    @property
    def posts(self) -> list[Form]:
        return [form for form in self.forms if form.method == "post"]

    def form_to(self, ending: str) -> Form:
        [found] = [form for form in self.forms if form.action.partition("#")[0].endswith(ending)]
        return found

    def mistake(self, name: str) -> str:
        """Return what is said beside a field, by what a screen reader is told of it."""
        control = self.form.controls[name]
        if "aria-invalid" not in control:
            return ""
        ids = control["aria-describedby"].split()
        return " ".join(self.texts[one].strip() for one in ids if one.endswith("-errors"))

    def handle_starttag(self, tag, attrs):
        given = {key: value if value is not None else "" for key, value in attrs}
        if tag not in VOID:
            self._open.append((tag, given))
        if tag == "form":
            action = urljoin(self.url, given.get("action", self.url))
            self._form = Form(action, given.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select", "button", "option"):
            self._control(self._form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        if tag == "button":
            form.buttons.append(given)
        elif tag == "textarea":
            self._typed = ""
        elif tag == "option":
            select = self._open[-2][1]["name"]
            if "selected" in given or select not in dict(form.values):
                form.values = [pair for pair in form.values if pair[0] != select]
                form.values.append((select, given["value"]))
        elif tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            form.values.append((given["name"], given.get("value", "")))
        if tag in ("input", "textarea", "select"):
            form.controls[given["name"]] = given

    def handle_endtag(self, tag):
        assert self._open[-1][0] == tag, f"</{tag}> closes <{self._open[-1][0]}>"
        given = self._open.pop()[1]
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None:
            self._form.values.append((given["name"], self._typed.removeprefix("\n")))

    def handle_data(self, data):
        self.text += data
        self._typed += data
        for tag, given in self._open:
            if "id" in given:
                self.texts[given["id"]] = self.texts.get(given["id"], "") + data
            if tag == "a":
                self.links[data.strip()] = urljoin(self.url, given["href"])


class Browser:
    """Holds the cookies of one person, and checks the CSRF token as the server does."""

    def __init__(self, person=None) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if person is not None:
            self.client.force_login(person)

    def open(self, path: str, status: int = 200) -> Document:
        response = self.client.get(path, headers={"accept": ACCEPT})
        return self.shown(response, status)

    def shown(self, response, status: int = 200) -> Document:
        """Return the page of an answer that is none to be led on by."""
        assert response.status_code == status, (response.status_code, response.get("Location"))
        assert response["Content-Type"] == "text/html; charset=utf-8"
        request = response.request
        url = "?".join(filter(None, (request["PATH_INFO"], request.get("QUERY_STRING"))))
        return Document(response.content.decode(), url)

    def send(self, form: Form, *, button: str = "", accept: str = ACCEPT, **typed):
        """Send a form with what was typed; `button` is the value of the one that was pressed."""
        pressed = [(b["name"], b["value"]) for b in form.buttons if button and b["value"] == button]
        body = urlencode(form.filled(typed) + pressed)
        headers = {"accept": accept}
        return self.client.post(form.action, body, content_type=FORM, headers=headers)

    def sent(self, form: Form, leads_to: str, **typed) -> Document:
        """Send a form and return the page that the answer leads to."""
        response = self.send(form, **typed)
        assert response.status_code == 303, self.shown(response, response.status_code).text
        assert response["Location"] == leads_to
        return self.open(leads_to.partition("#")[0])
