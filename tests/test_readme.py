"""The README tells the truth: its curl lines print what it says, its make targets exist."""

import json
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.S)
SERVED = "http://127.0.0.1:8000"
# What differs from one machine, and one day, to the next.
VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<time>"),
    (re.compile(r'"id": ?\d+'), '"id": <id>'),
    (re.compile(r'"request_id": ?"\w+"'), '"request_id": "<request id>"'),
]


def steady(text: str) -> str:
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text.strip()


def transcript() -> list[tuple[str, str]]:
    """Return each `$ command` of the console blocks with the output below it."""
    found = []
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def curl(words: list[str], client) -> str:
    """Do what curl would, with the options that the README uses."""
    words = [word for word in words if word not in {"-s", "-i"}]
    headers, written = {}, None
    while len(words) > 1:
        option, value, *words = words
        if option == "-H":
            name, _, text = value.partition(": ")
            headers[name] = text
        elif option == "-w":
            written = value
        else:
            assert (option, value) == ("-o", "/dev/null"), option
    response = client.get(words[0].removeprefix(SERVED), headers=headers)
    if written is not None:
        return written.replace("%{content_type}", response["Content-Type"]).replace("\\n", "\n")
    return response.content.decode().replace("http://testserver", SERVED)


def run(command: str, client) -> str:
    """Run a command of the README: curl, and what stands behind a pipe."""
    name, *filters = (shlex.split(part) for part in command.split(" | "))
    assert name[0] == "curl", command
    text = curl(name[1:], client)
    for words in filters:
        if words[:2] == ["head", "-n"]:
            text = "\n".join(text.splitlines()[: int(words[2])])
        else:
            assert words == ["python3", "-m", "json.tool"], command
            text = json.dumps(json.loads(text), indent=4)
    return text


@pytest.fixture
def demo(db, settings):
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False


def test_there_are_five_curl_lines():
    assert len(transcript()) >= 5


def test_each_curl_line_prints_what_it_says(demo, client):
    for command, output in transcript():
        assert steady(run(command, client)) == steady(output), command


def test_each_make_target_exists():
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", README, re.M))
    assert named
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, re.M))


def test_each_link_to_a_file_leads_somewhere():
    for target in re.findall(r"\]\(([^):#]+)\)", README):
        assert (ROOT / target).exists(), target
