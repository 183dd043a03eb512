"""Questions about people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from blog.querysets.derived import DerivedQuerySet
from blog.querysets.visibility import User, count_of
from blog.search.entries import OF_PEOPLE, enter_people


class PersonQuerySet(DerivedQuerySet):
    """Chainable; a public query starts with `visible_to`."""

    derived_from = OF_PEOPLE

    def _derive(self, rows: Any, changed: Collection[str]) -> None:
        enter_people(rows, self.db)

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
