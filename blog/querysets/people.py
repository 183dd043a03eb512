"""Questions about people."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from blog.querysets.visibility import User, count_of


class PersonQuerySet(models.QuerySet):
    """Chainable; a public query starts with `visible_to`."""

    def visible_to(self, user: User) -> PersonQuerySet:
        """People with a published post, whoever asks: nobody else has a public profile."""
        posts = apps.get_model("blog", "Post").objects.published()
        return self.filter(Exists(posts.filter(author=OuterRef("pk"))))

    def with_posts_for(self, user: User) -> PersonQuerySet:
        """People with a post that this person may see: by whom a list can be narrowed."""
        posts = apps.get_model("blog", "Post").objects.visible_to(user)
        return self.filter(Exists(posts.filter(author=OuterRef("pk"))))

    def named(self, username: str) -> PersonQuerySet:
        """Who has the user name, in whatever case, as it is unique by."""
        return self.alias(folded=Lower("username")).filter(folded=username.lower())

    def with_email(self, email: str) -> PersonQuerySet:
        """Who has the address, in whatever case, as it is unique by."""
        return self.alias(folded=Lower("email")).filter(folded=email.lower())

    def with_post_count(self) -> PersonQuerySet:
        """Add `post_count`: the published posts of the person."""
        posts = apps.get_model("blog", "Post").objects.published()
        return self.annotate(post_count=count_of(posts, "author"))
