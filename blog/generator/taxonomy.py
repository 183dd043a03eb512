"""The categories and tags of generated posts; those that are there already are used."""

from random import Random
from typing import Any

from django.db.models.functions import Lower

from blog.models import Category, Tag
from blog.slugs import slug_of_term


def make_categories(rng: Random, tree: dict[str, Any]) -> list[int]:
    """Return the ids of the categories, the ones to be chosen most first."""
    found: list[int] = []
    _add(tree, None, found)
    rng.shuffle(found)
    return found


def _add(tree: dict[str, Any] | list[str], parent: Category | None, found: list[int]) -> None:
    for name in tree:
        defaults = {"name": name, "parent": parent}
        slug = slug_of_term(name, "category")
        category, _ = Category.objects.get_or_create(slug=slug, defaults=defaults)
        found.append(category.pk)
        if isinstance(tree, dict):
            _add(tree[name] or [], category, found)


def make_tags(rng: Random, names: list[str]) -> list[int]:
    """Return the ids of the tags, the ones to be chosen most first; a name is its slug, too."""
    here = _tags(names)
    Tag.objects.bulk_create(Tag(slug=name, name=name) for name in names if name not in here)
    here = _tags(names)
    found = [here[name] for name in names]
    rng.shuffle(found)
    return found


def _tags(names: list[str]) -> dict[str, int]:
    """Return the ids of those that have one of the names, in any case, or slugs."""
    folded = Tag.objects.alias(folded=Lower("name")).filter(folded__in=names)
    here = dict(Tag.objects.filter(slug__in=names).values_list("slug", "pk"))
    return here | {name.lower(): pk for name, pk in folded.values_list("name", "pk")}
