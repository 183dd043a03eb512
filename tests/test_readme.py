"""The README tells the truth: its curl lines print what it says, its make targets exist."""

import json
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from blog.models import Person

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
PAGES = ("README.md", "docs/reading.md", "docs/writing.md")
SHOWN = {path: (ROOT / path).read_text() for path in PAGES}
PASSWORD = "what make run printed"
SERVED = "http://127.0.0.1:8000"
# What differs from one machine, and one day, to the next.
VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<time>"),
    (re.compile(r'"id": ?\d+'), '"id": <id>'),
    (re.compile(r"/comments/\d+/"), "/comments/<id>/"),
    (re.compile(r'"next": ?"[\w.-]+"'), '"next": "<cursor>"'),
    (re.compile(r'"request_id": ?"\w+"'), '"request_id": "<request id>"'),
]


def steady(text: str) -> str:
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text.strip()


def transcript(page: str) -> list[tuple[str, str]]:
    """Return each `$ command` of the console blocks with the output below it."""
    found = []
    for indent, block in re.findall(r"^( *)```console\n(.*?)```", page, re.S | re.M):
        block = block.replace(f"\n{indent}", "\n").removeprefix(indent)
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def curl(words: list[str], client) -> str:
    """Do what curl would, with the options that the README uses."""
    words = [word for word in words if word not in {"-s", "-i"}]
    headers, written, body, method, address = {}, None, "", "", ""
    while words:
        option, *words = words
        if option.startswith(SERVED):
            address = option.removeprefix(SERVED)
            continue
        value, *words = words
        if option == "-H":
            name, _, text = value.partition(": ")
            headers[name] = text
        elif option == "-d":
            body = value.replace("<the password>", PASSWORD)
        elif option == "-X":
            method = value
        elif option == "-w":
            written = value
        else:
            assert (option, value) == ("-o", "/dev/null"), option
    kind = headers.pop("Content-Type", "")
    method = method or ("POST" if body else "GET")
    connection.check_constraints()  # What PostgreSQL does at a commit, it does now.
    response = client.generic(method, address, body, kind, headers=headers)
    if written is not None:
        said = {"content_type": response["Content-Type"], "http_code": str(response.status_code)}
        for name, value in said.items():
            written = written.replace(f"%{{{name}}}", value)
        text = written.replace("%header{location}", response.get("Location", ""))
        text = text.replace("\\n", "\n")
    else:
        text = response.content.decode()
    return text.replace("http://testserver", SERVED)


def run(command: str, client, variables: dict[str, str]) -> str:
    """Run a command of the README: curl, what stands behind a pipe, and `NAME=$(…)`."""
    if assignment := re.fullmatch(r"([A-Z]+)=\$\((.*)\)", command):
        variables[assignment[1]] = run(assignment[2], client, variables)
        return ""
    for variable, value in variables.items():
        command = command.replace(f"${variable}", value)
    name, *filters = (shlex.split(part) for part in command.split(" | "))
    assert name[0] == "curl", command
    text = curl(name[1:], client)
    for words in filters:
        if words[:2] == ["head", "-n"]:
            text = "\n".join(text.splitlines()[: int(words[2])])
        elif words[1] == "-c":
            assert words[2].startswith("import json, sys; print(json.load(sys.stdin)["), command
            text = str(json.loads(text)[words[2].split('"')[1]])
        else:
            assert words == ["python3", "-m", "json.tool"], command
            text = json.dumps(json.loads(text), indent=4)
    return text


@pytest.fixture
def demo(db, settings):
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False
    admin = Person.objects.get(username="admin")
    admin.set_password(PASSWORD)
    admin.save()


def test_there_are_five_curl_lines():
    assert len(transcript(README)) >= 5


@pytest.mark.parametrize("page", SHOWN)
def test_each_curl_line_prints_what_it_says(demo, client, page):
    variables: dict[str, str] = {}
    for command, output in transcript(SHOWN[page]):
        assert steady(run(command, client, variables)) == steady(output), command


def test_each_make_target_exists():
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", README, re.M))
    assert named
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, re.M))


def test_each_link_to_a_file_leads_somewhere():
    for target in re.findall(r"\]\(([^):#]+)\)", README):
        assert (ROOT / target).exists(), target
