"""Finds what a path names; several resources hang on it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.permissions import SAFE_METHODS

from api.exceptions import Moved
from api.links import with_kwargs
from blog.models import Category, Post
from blog.querysets import PostQuerySet
from blog.querysets.visibility import User


def find_post(view: Any, posts: PostQuerySet) -> Post:
    """Return the post that the path names by id, slug or former slug.

    Raises Http404 where the reader may not see it, and Moved (308) where a read names it by a
    former slug: a write is for the post, wherever it stands.
    """
    ref = view.kwargs["ref"]
    post = get_object_or_404(posts.by_ref(ref))
    is_read = view.request.method in SAFE_METHODS
    if is_read and ref not in (post.slug, str(post.pk)):
        raise Moved(with_kwargs(view.request, ref=post.slug))
    return post


def find_category(user: User, slug: str) -> Category:
    """Return the category with its place in the tree; raises Http404 where there is none."""
    for category in Category.objects.visible_to(user).as_tree():
        if category.slug == slug:
            return category
    raise Http404
