"""Writes down what becomes of the posts that everybody may read (blog/models/change.py)."""

from blog.triggers.changes.postgresql import statements as postgresql_statements
from blog.triggers.changes.rules import PARTS
from blog.triggers.changes.sqlite import statements as sqlite_statements

__all__ = ["TABLES", "postgresql_statements", "sqlite_statements"]

TABLES = ("blog_change", "blog_post", "blog_posttag", *(part.table for part in PARTS.values()))
