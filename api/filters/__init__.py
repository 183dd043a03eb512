"""The query parameters of lists: each one named here, checked, and refused when it is wrong."""

from api.filters.comments import CommentFilters
from api.filters.parameters import QueryParameters, check_query, filterset_of
from api.filters.posts import PostFilters
from api.filters.shape import Shape
from api.filters.suggestions import SuggestionFilters

__all__ = [
    "CommentFilters",
    "PostFilters",
    "QueryParameters",
    "Shape",
    "SuggestionFilters",
    "check_query",
    "filterset_of",
]
