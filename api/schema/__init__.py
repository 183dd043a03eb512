"""OpenAPI 3.1: what drf-spectacular cannot see in the code, and what all operations share."""

from api.schema.hooks import finish, only_version_1
from api.schema.operations import Operations

__all__ = ["Operations", "finish", "only_version_1"]
