"""OpenAPI 3.1: what drf-spectacular cannot see in the code, and what all operations share."""

from api.schema.fields import RelatedObject
from api.schema.hooks import finish, only_version_1
from api.schema.operations import Operations
from api.schema.security import Bearer

__all__ = ["Bearer", "Operations", "RelatedObject", "finish", "only_version_1"]
