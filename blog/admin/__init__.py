"""The admin site: every model, with the lists that an admin needs."""

from blog.admin import content, people, records

__all__ = ["content", "people", "records"]
