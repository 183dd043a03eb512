"""The schema for machines and the docs for people, both served from here."""

import re

import pytest
import yaml
from django.contrib.staticfiles import finders

from tests.api.openapi import SCHEMA


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/yaml", "application/vnd.oai.openapi"]
)
def test_the_schema_is_served_as_json_and_yaml(api, accept):
    response = api.get("schema/", accept)
    served = yaml.load(response.content, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert served["openapi"] == SCHEMA["openapi"]
    assert served["paths"].keys() == SCHEMA["paths"].keys()
    assert "Accept" in response["Vary"]


def test_the_schema_is_json_unless_something_else_is_asked_for(api):
    assert api.get("schema/")["Content-Type"] == "application/json"
    assert api.get("schema/", format="yaml")["Content-Type"].startswith("application/yaml")


def test_an_unknown_parameter_is_refused_by_schema_and_docs(api):
    for path in ("schema/", "docs/"):
        problem = api.json(path, 400, version="9")
        assert problem["errors"][0]["parameter"] == "version"


def test_the_docs_load_only_what_is_served_from_here(api):
    page = api.get("docs/", "text/html").content.decode()
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    static = [url for url in loaded if url.startswith("/static/")]
    assert sorted(set(loaded) - set(static)) == ["/api/v1/docs/?script=", "/api/v1/schema/"]
    for url in static:
        assert finders.find(url.removeprefix("/static/")), url


def test_nothing_in_the_docs_needs_an_inline_script_or_style(api):
    page = api.get("docs/", "text/html").content.decode()
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=", page)


def test_the_script_of_the_docs_is_a_script(api):
    response = api.get("docs/", "*/*", script="")
    assert response["Content-Type"].startswith("application/javascript")
    assert b'url: "/api/v1/schema/"' in response.content
