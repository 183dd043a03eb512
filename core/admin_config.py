"""Puts the blog's own admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class BlogAdminConfig(AdminConfig):
    """Django's, but for the site."""

    default_site = "blog.admin_site.BlogAdminSite"
