"""`fields` and `include`: which keys an answer has, and so what has to be loaded for it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from api.filters.parameters import nearest

# Each key with the needs of its value (blog/querysets/loading.py), or with the keys below it.
Table: TypeAlias = "Mapping[str, tuple[str, ...] | Table]"
# What was asked for; a key without any below it is asked for whole.
Tree: TypeAlias = "dict[str, Tree]"
Mistake = dict[str, str]

PARAMETERS = ("fields", "include")
# Looking for what was meant instead takes time for each name that is wrong.
MOST_NAMES = 100
# What can be included, but not in a table, whose cells hold no threads.
THREADED = {"comments"}


def dotted(table: Table, prefix: str = "") -> Iterator[str]:
    """Yield every name of the table: `author`, `author.username`."""
    for key, value in table.items():
        yield f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from dotted(value, f"{prefix}{key}.")


def needs_of(table: Table, tree: Tree) -> Iterator[str]:
    """Yield what the asked keys need; an empty tree asks for all of them."""
    for key in tree or table:
        value = table[key]
        if isinstance(value, Mapping):
            yield from needs_of(value, tree.get(key, {}))
        else:
            yield from value


def tree_of(names: Iterable[str]) -> Tree:
    """Return dotted names as a tree; what is named whole stays whole, whatever else is named."""
    tree: Tree = {}
    for name in sorted(names, key=lambda name: name.count("."), reverse=True):
        *path, last = name.split(".")
        branch = tree
        for key in path:
            branch = branch.setdefault(key, {})
        branch[last] = {}
    return tree


@dataclass(frozen=True)
class Shape:
    """The keys that an answer always has, and those that `include` adds, by its word for them.

    What is `implied` is added by something else that is asked for, such as a search.
    """

    keys: Table
    optional: Mapping[str, Table]
    implied: Mapping[str, Table] = field(default_factory=dict)

    @property
    def most(self) -> Table:
        """All the keys that an answer can have."""
        return self.table([*self.optional, *self.implied])

    def table(self, include: Iterable[str]) -> Table:
        """Return the keys that `fields` can choose from, where these are included."""
        return {**self.keys, **self.added(include)}

    def added(self, include: Iterable[str]) -> Table:
        """Return the keys that these words add."""
        words = {**self.optional, **self.implied}
        return {key: value for name in include for key, value in words[name].items()}


@dataclass(frozen=True)
class Selection:
    """What was asked for, as it is when nothing was: whole, with nothing included."""

    tree: Tree
    # As they were named, for a table's columns.
    names: Sequence[str] = ()
    # Keys, beyond those that are always there.
    include: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    mistakes: Sequence[Mistake] = ()

    def shows(self, key: str, optional: Collection[str] = ()) -> bool:
        """Whether a key is in the answer."""
        chosen = not self.tree or key in self.tree
        return chosen and (key not in optional or key in self.include)


EVERYTHING = Selection({})


def selection_of(view: Any) -> Selection:
    """Return what the request asks for of the action's shape; what is wrong does not count."""
    shape, query = view.shapes.get(view.action), view.request.query_params
    given = {name: names_in(query[name]) for name in PARAMETERS if name in query}
    if shape is None or not (given or view.streams):
        return Selection({}, include=view.include)
    if getattr(view.request.accepted_renderer, "has_fixed_shape", False):
        return Selection({}, include=view.include, mistakes=[*map(without_effect, given)])
    can_include = [*shape.optional.keys() - (THREADED if view.streams else set())]
    include = [name for name in given.get("include", ()) if name in can_include]
    include += [name for name in shape.implied if name in view.include]
    table = shape.table(include)
    known = set(dotted(table))
    names = [name for name in given.get("fields", ()) if name in known]
    added = [*shape.added(include)]
    if view.streams and not names:
        names = [*view.columns, *added]
    tree = tree_of(names)
    return Selection(
        tree,
        names,
        view.include.union(added),
        frozenset(needs_of(table, tree)),
        [
            *wrong_names("fields", given, known, lambda name: field_hint(name, shape, table)),
            *wrong_names("include", given, can_include, lambda name: include_hint(name, shape)),
        ],
    )


def names_in(text: str) -> list[str]:
    """Return the names of a list with commas, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))


def without_effect(parameter: str) -> Mistake:
    """Return what is wrong with a parameter where the representation leaves nothing to choose."""
    detail = (
        f"This representation always has the same shape. Leave {parameter!r} out,"
        " or choose another one by `format` or `Accept`, such as JSON."
    )
    return {"parameter": parameter, "code": "fixed_shape", "detail": detail}


def wrong_names(
    parameter: str,
    given: dict[str, list[str]],
    known: Collection[str],
    hint: Callable[[str], str],
) -> Iterator[Mistake]:
    """Yield one entry for each name that the parameter does not take."""
    if (names := given.get(parameter)) is None:
        return
    if not names or len(names) > MOST_NAMES:
        code = "too_many" if names else "empty"
        detail = f"{parameter} takes from 1 to {MOST_NAMES} names, separated by commas."
        yield {"parameter": parameter, "code": code, "detail": detail}
        return
    for name in names:
        if name not in known:
            detail = f"There is no {name[:100]!r} here for {parameter} to name.{hint(name)}"
            yield {"parameter": parameter, "code": "unknown", "detail": detail}


def field_hint(name: str, shape: Shape, table: Table) -> str:
    """Return what to say instead of a key that the answer does not have."""
    key = name.partition(".")[0]
    adding = [word for word, keys in shape.optional.items() if key in keys and key not in table]
    if adding:
        return f" It takes `include={adding[0]}`."
    return nearest(name, dotted(table)) or f" Known: {', '.join(table)}."


def include_hint(name: str, shape: Shape) -> str:
    """Return what to include instead."""
    if name in THREADED and name in shape.optional:
        return " A table has no cell for a thread; the comments of a post are a table themselves."
    return nearest(name, shape.optional) or f" Known: {', '.join(shape.optional)}."
