"""Every query parameter of every read, written by hand: what is not here reaches no row.

The table is compared with the schema, and with what each address takes: a filter that comes to it
unseen, through a relation above all, is what leaked passwords elsewhere.
"""

import pytest

from tests.api.openapi import OPERATIONS, READS

POSTS = """
    author category cursor facets featured fields format id include month ordering page page_size
    published_after published_before q status tag tag_all tag_not updated_after year
"""
PARAMETERS = {
    "posts_list": POSTS,
    "posts_retrieve": "fields format include",
    "posts_related_list": "fields include",
    "posts_comments_list": "cursor format page page_size view",
    "posts_revisions_list": "cursor page page_size",
    "posts_revisions_retrieve": "against",
    "comments_list": "author created_after created_before cursor format ordering page page_size "
    "post status",
    "categories_list": "cursor page page_size",
    "categories_retrieve": "format",
    "tags_list": "cursor page page_size",
    "tags_retrieve": "format",
    "authors_list": "cursor page page_size",
    "authors_retrieve": "format",
    "media_list": "cursor page page_size",
    "auth_tokens_list": "cursor page page_size",
    "archive_list": "format",
    "statistics_retrieve": "format",
    "suggest_retrieve": "q",
    "changes_retrieve": "page_size since",
}
# By which ones lists are ordered.
ORDERINGS = {
    "posts_list": "published_at updated_at title comment_count like_count relevance",
    "comments_list": "created_at",
}
# Columns that are nobody's business, by the ways that have led to such elsewhere.
PRIVATE = [
    *("author__password", "author__email", "author__email__startswith", "author.password"),
    *("author__is_superuser", "content__regex", "title__iregex", "tag__slug__startswith"),
    *("category__parent__slug", "post__author__password", "author_id", "pk", "id__gt", "search"),
    *("filter", "where", "fields[author]", "populate", "sort", "order_by", "limit", "offset"),
]


def in_query(operation: dict) -> set[str]:
    parameters = operation.get("parameters", [])
    return {parameter["name"] for parameter in parameters if parameter["in"] == "query"}


def test_each_read_has_the_parameters_of_the_table():
    found = {name: in_query(operation) for name, operation in READS.items()}
    table = {name: set(names.split()) for name, names in PARAMETERS.items()}
    assert {name: names for name, names in found.items() if names} == table


def test_each_list_is_ordered_by_the_columns_of_the_table():
    for name, columns in ORDERINGS.items():
        parameters = OPERATIONS[name]["parameters"]
        (ordering,) = [one for one in parameters if one["name"] == "ordering"]
        names = {value.lstrip("-") for value in ordering["schema"]["items"]["enum"]}
        assert names == set(columns.split())


@pytest.mark.parametrize("path", ["posts/", "comments/", "tags/", "authors/", "categories/"])
def test_no_other_parameter_reaches_a_row(api, path):
    for name in PRIVATE:
        (error,) = api.json(path, 400, **{name: "x"})["errors"]
        assert (error["parameter"], error["code"]) == (name, "unknown")
    for name in ("author__password", "password", "author", "?", "id"):
        if path in ("posts/", "comments/"):
            (error,) = api.json(path, 400, ordering=name)["errors"]
            assert error["parameter"] == "ordering"
