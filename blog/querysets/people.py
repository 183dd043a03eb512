"""Questions about people."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from blog.querysets.visibility import User, count_of
from blog.search.entries import OF_PEOPLE, enter_people


class PersonQuerySet(models.QuerySet):
    """Chainable; a public query starts with `visible_to`."""

    def update(self, **values: Any) -> int:
        """Update the rows, and the entries of their names (blog/search/entries.py)."""
        if not OF_PEOPLE & values.keys():
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            pks = list(self.values_list("pk", flat=True))
            number = super().update(**values)
            enter_people(self.model._base_manager.using(self.db).filter(pk__in=pks), self.db)
        return number

    update.alters_data = True  # type: ignore[attr-defined]

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
