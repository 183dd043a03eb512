"""Finds the tags and categories that records name, and makes those that do not exist."""

from collections.abc import Iterable

from blog.importers.people import folded
from blog.models import Category, Tag
from blog.slugs import slug_of_term, unique_slug


def _slug(name: str, fallback: str, taken: Iterable[str]) -> str:
    return unique_slug(slug_of_term(name, fallback), set(taken))


class Tags:
    """Remembers which were found, by name whatever its case, or by slug."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def resolve(self, names: Iterable[str]) -> int:
        """Make sure that each name has a tag; return how many are new."""
        wanted = {key: name for name in names if (key := folded(name)) not in self.known}
        if not wanted:
            return 0
        slugs = set()
        for pk, name, slug in Tag.objects.order_by("-pk").values_list("pk", "name", "slug"):
            slugs.add(slug)
            for key in {folded(name), slug} & wanted.keys():
                self.known[key] = pk
        new = [name for key, name in wanted.items() if key not in self.known]
        for name in new:
            tag = Tag.objects.create(name=name, slug=_slug(name, "tag", slugs))
            slugs.add(tag.slug)
            self.known[folded(name)] = tag.pk
        return len(new)

    def pks(self, names: Iterable[str]) -> list[int]:
        """Return the tags of names that were resolved, each once."""
        return list(dict.fromkeys(self.known[folded(name)] for name in names))


class Categories:
    """Remembers the tree, by parent and name; a path is made from the root down."""

    def __init__(self) -> None:
        self.known: dict[tuple[int | None, str], int] = {}

    def resolve(self, paths: Iterable[tuple[str, ...]]) -> int:
        """Make sure that each path has its categories; return how many are new."""
        wanted = [path for path in dict.fromkeys(paths) if path and self.pk(path) is None]
        if not wanted:
            return 0
        slugs = set()
        rows = Category.objects.order_by("-pk").values_list("pk", "parent", "name", "slug")
        for pk, parent, name, slug in rows:
            slugs.add(slug)
            self.known.setdefault((parent, slug), pk)
            self.known[parent, folded(name)] = pk
        return sum(self._make(path, slugs) for path in wanted)

    def pk(self, path: tuple[str, ...]) -> int | None:
        """Return the category at a path; None for an empty path, or where there is none."""
        found: int | None = None
        for name in path:
            if (found := self.known.get((found, folded(name)))) is None:
                return None
        return found

    def _make(self, path: tuple[str, ...], slugs: set[str]) -> int:
        parent, made = None, 0
        for name in path:
            key = parent, folded(name)
            if key not in self.known:
                slug = _slug(name, "category", slugs)
                slugs.add(slug)
                self.known[key] = Category.objects.create(name=name, slug=slug, parent_id=parent).pk
                made += 1
            parent = self.known[key]
        return made
