"""The pages with forms: posts, comments and likes, written as the API writes them."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from api.forms import Form, local
from api.idempotency import idempotent
from api.parsers import MOST_BYTES, MOST_OF_COMMENT
from api.permissions import MayChange, MayDelete, SignedIn, may
from api.post_form import form_values, post_form_context
from api.representations import PAGE, POST
from api.serializers.comments import CommentSerializer
from api.throttling import COMMENTS
from api.views.comments import THREADS_ON_PAGE, CommentViewSet, write_comment
from api.views.forms import Forms
from api.views.likes import LikeViewSet
from api.views.posts import PostViewSet
from blog.models import Comment
from blog.querysets.visibility import User


def page_of(comment: dict[str, Any], user: User) -> str:
    """Return the place of a comment on its post's page, of which long threads take several."""
    row = Comment.objects.select_related("root").get(pk=comment["id"])
    first = row.root or row
    earlier = Q(created_at__lt=first.created_at) | Q(created_at=first.created_at, pk__lt=first.pk)
    roots = Comment.objects.visible_to(user).filter(post=row.post_id).roots()
    page = roots.filter(earlier).count() // THREADS_ON_PAGE + 1
    path = reverse("blog:post-detail", kwargs={"ref": comment["post"]["slug"]})
    return f"{path}{f'?page={page}' if page > 1 else ''}#comment-{row.pk}"


class PostPages(Forms, PostViewSet):
    """The page of a post, with its forms: for a comment, for writing, for deleting."""

    permissions = {
        **PostViewSet.permissions,
        "comment": may("comment"),
        "new": may("write_posts"),
        "edit": SignedIn & MayChange,
        "confirm": SignedIn & MayDelete,
    }
    limits = {**PostViewSet.limits, "comment": COMMENTS}
    renderers = {
        **dict.fromkeys(("retrieve", "create", "partial_update"), POST),
        **dict.fromkeys(("comment", "destroy", "new", "edit", "confirm"), PAGE),
    }
    form_pages = {
        "create": "new",
        "partial_update": "edit",
        "destroy": "confirm",
        "comment": "retrieve",
    }

    @property
    def most_bytes(self) -> int:
        return MOST_OF_COMMENT if self.action == "comment" else MOST_BYTES

    def comment(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add a comment, as the documents' form on the page of a post does."""
        self.on_post = self.get_object()
        return self.add(request)

    @idempotent
    def add(self, request: Request) -> Response:
        return write_comment(self, self.on_post)

    def new(self, request: Request, **kwargs: Any) -> Response:
        """Show the form for a new post."""
        self.form = self.form or Form({"status": "draft", "content_format": "markdown"})
        return Response({"title": "", "content": ""})

    def edit(self, request: Request, **kwargs: Any) -> Response:
        """Show the form with a post in it."""
        response = self.retrieve(request, **kwargs)
        self.form = self.form or Form(form_values(response.data, self.on_post))
        return response

    def confirm(self, request: Request, **kwargs: Any) -> Response:
        """Ask before a post is deleted."""
        return self.retrieve(request, **kwargs)

    def page_after(self, data: Any) -> str:
        if data is None:
            return reverse("blog:post-list")
        return page_of(data, self.request.user) if "post" in data else super().page_after(data)

    def page_context(self, data: Any) -> dict[str, Any]:
        if self.action in ("new", "edit"):
            return post_form_context(self.request)
        return super().page_context(data)


class CommentPages(Forms, CommentViewSet):
    """Forms for one comment, and the moderators' queue."""

    permissions = {
        **CommentViewSet.permissions,
        "queue": may("moderate"),
        "edit": SignedIn & MayChange,
        "confirm": SignedIn & MayDelete,
    }
    renderers = dict.fromkeys(
        ("partial_update", "destroy", "moderate", "queue", "edit", "confirm"), PAGE
    )
    form_pages = {"partial_update": "edit", "destroy": "confirm", "moderate": "queue"}

    def queue(self, request: Request, **kwargs: Any) -> Response:
        """Show moderators what waits for them, the oldest first."""
        waiting = self.get_queryset().filter(status=Comment.Status.PENDING, deleted_at=None)
        page = self.paginate_queryset(waiting)
        return self.get_paginated_response(CommentSerializer(page, many=True).data)

    def edit(self, request: Request, **kwargs: Any) -> Response:
        """Show the form with a comment in it."""
        response = self.retrieve(request, **kwargs)
        self.form = self.form or Form({"content": response.data["content"]})
        return response

    def confirm(self, request: Request, **kwargs: Any) -> Response:
        """Ask before a comment is deleted."""
        return self.retrieve(request, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        # Where to go then, as long as it is known.
        self.place = f"{self.get_object().post.get_absolute_url()}#comments"
        return super().destroy(request, *args, **kwargs)

    def page_after(self, data: Any) -> str:
        if self.action == "moderate":
            return local(self.request.query_params.get("next"), reverse("blog:moderation"))
        return page_of(data, self.request.user) if data else self.place

    def page_context(self, data: Any) -> dict[str, Any]:
        is_one = self.action in ("edit", "confirm")
        return {"place": page_of(data, self.request.user)} if is_one else {}


class LikePages(Forms, LikeViewSet):
    """The like button, which needs no JavaScript."""

    renderer_classes = PAGE

    def page_after(self, data: Any) -> str:
        return f"{reverse('blog:post-detail', kwargs={'ref': self.on_post.slug})}#like"
