"""Serializers that have only the keys that were asked for."""

from typing import Any

from rest_framework.serializers import ModelSerializer

from api.filters.shape import EVERYTHING, Selection, Tree


class Selected(ModelSerializer):
    """Makes the fields that the selection in the context shows; the others are never computed."""

    # Keys that are there only where the selection includes them.
    optional: frozenset[str] = frozenset()

    @property
    def selection(self) -> Selection:
        return self.context.get("selection", EVERYTHING)

    def get_field_names(self, *args: Any) -> list[str]:
        names = super().get_field_names(*args)
        return [name for name in names if self.selection.shows(name, self.optional)]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, below in self.selection.tree.items():
            if below and name in fields:
                narrow(fields[name], below)
        return fields


def narrow(serializer: Any, tree: Tree) -> None:
    """Leave a nested serializer the fields that the tree names."""
    fields = getattr(serializer, "child", serializer).fields
    for name, field in list(fields.items()):
        if name not in tree:
            del fields[name]
        elif tree[name]:
            narrow(field, tree[name])
