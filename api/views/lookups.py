"""Finds what a path names; several resources hang on it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from api.exceptions import Moved
from api.links import with_kwargs
from blog.models import Category, Post
from blog.querysets import PostQuerySet
from blog.querysets.visibility import User


def find_post(view: Any, posts: PostQuerySet) -> Post:
    """Return the post that the path names by id, slug or former slug.

    Raises Http404 where the reader may not see it, and Moved for a former slug: 308 keeps method
    and body, so that a client sends its write again to the present address.
    """
    ref = view.kwargs["ref"]
    post = get_object_or_404(posts.by_ref(ref))
    if ref not in (post.slug, str(post.pk)):
        raise Moved(with_kwargs(view.request, ref=post.slug))
    return post


def find_category(user: User, slug: str) -> Category:
    """Return the category with its place in the tree; raises Http404 where there is none."""
    for category in Category.objects.visible_to(user).as_tree():
        if category.slug == slug:
            return category
    raise Http404
