"""How lists are divided: by page numbers, or by a cursor that walks all of them."""

from api.pagination.cursors import is_walked
from api.pagination.pages import MAX_ROW, Pages

__all__ = ["MAX_ROW", "Pages", "is_walked"]
