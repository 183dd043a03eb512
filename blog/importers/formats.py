"""Reads the YAML or TOML of front matter, and bounds what a hostile file can cost."""

import re
import tomllib
from typing import Any

import yaml

# n aliases expand to at most 3 ** (n / 3) times their text: 20 are harmless, 100 are a bomb.
MAX_ALIASES = 20
MAX_DEPTH = 20
# tomllib takes time that grows with the square of a dotted key's length.
LONG_KEY = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MAX_DEPTH}}}"""
)
TAG = "tag:yaml.org,2002:"
# What a value of each type is built as; values of other types are faults.
BUILT_AS = {TAG + name: TAG + name for name in ("null", "str", "seq", "map")}
BUILT_AS |= dict.fromkeys([TAG + n for n in ("bool", "int", "float", "timestamp")], TAG + "str")


class Unreadable(Exception):
    """The file cannot be understood; `line` is where."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.why, self.line = why, line


class PlainLoader(yaml.SafeLoader):
    """A safe loader that guesses no types: `title: 2024` and `title: Yes` stay what was written.

    It knows no merge keys either, which multiply what they merge. Values of an explicit type are
    text too, because some of PyYAML's constructors raise whatever comes on a value that is wrong.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    yaml_constructors = {
        None: yaml.SafeLoader.yaml_constructors[None],
        **{tag: yaml.SafeLoader.yaml_constructors[kind] for tag, kind in BUILT_AS.items()},
    }

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.aliases = self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse alias bombs and deep nesting before anything is built from them."""
        self.aliases += self.check_event(yaml.AliasEvent)
        self.depth += 1
        if self.aliases > MAX_ALIASES or self.depth > MAX_DEPTH:
            what = "aliases" if self.aliases > MAX_ALIASES else "levels"
            limit = MAX_ALIASES if self.aliases > MAX_ALIASES else MAX_DEPTH
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem=f"more than {limit} {what}", problem_mark=mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_yaml(head: str) -> dict[str, Any]:
    """Return the keys, in lower case, with values as they were written."""
    try:
        loader = PlainLoader(head)
        values = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(f"bad YAML: {error.problem}", mark.line + 1 if mark else 1) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise Unreadable(f"bad YAML: {_first_line(error)}") from error
    return _mapping(values)


def read_toml(head: str) -> dict[str, Any]:
    """Return the keys, in lower case, with values of TOML's types."""
    if deep := LONG_KEY.search(head):
        line = head.count("\n", 0, deep.start()) + 1
        raise Unreadable(f"bad TOML: more than {MAX_DEPTH} levels", line)
    try:
        return _mapping(tomllib.loads(head))
    except (ValueError, RecursionError) as error:
        what, _, where = _first_line(error).partition(" (at line ")
        found = re.match(r"\d+", where)
        raise Unreadable(f"bad TOML: {what}", int(found[0]) if found else 1) from error


def _mapping(values: Any) -> dict[str, Any]:
    if values is not None and not isinstance(values, dict):
        raise Unreadable("the front matter is not a list of keys and values")
    return {str(key).strip().lower(): value for key, value in (values or {}).items()}


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).partition("\n")[0]
