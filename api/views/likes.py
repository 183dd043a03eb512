"""`posts/{ref}/like/`: PUT likes, DELETE takes it back, POST toggles as in the documents."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.permissions import may
from api.representations import DATA, Represented
from api.serializers.posts import LikeSerializer
from api.throttling import WRITES
from api.views.lookups import find_post
from blog.models import Post
from blog.services.likes import like, toggle_like, unlike

ACTIONS = ("like", "unlike", "toggle")


class LikeViewSet(Represented, ViewSet):
    """Likes of one post; PUT and DELETE can be repeated."""

    renderer_classes = DATA
    serializer_class = LikeSerializer
    permissions = dict.fromkeys(ACTIONS, may("comment"))
    limits = dict.fromkeys(ACTIONS, WRITES)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action in self.permissions:
            self.on_post = find_post(self, Post.objects.visible_to(request.user).published())

    @extend_schema(
        summary="Like a post",
        description="Can be repeated: it is liked once.",
        request=None,
        responses=LikeSerializer,
    )
    def like(self, request: Request, **kwargs: Any) -> Response:
        like(person=self.person, post=self.on_post)
        return self.answer(liked=True)

    @extend_schema(
        summary="Take a like back",
        description="Can be repeated.",
        request=None,
        responses={200: LikeSerializer},
    )
    def unlike(self, request: Request, **kwargs: Any) -> Response:
        unlike(person=self.person, post=self.on_post)
        return self.answer(liked=False)

    @extend_schema(
        summary="Toggle a like",
        description="Likes what is not liked, and takes back a like that is there.",
        request=None,
        responses=LikeSerializer,
    )
    def toggle(self, request: Request, **kwargs: Any) -> Response:
        return self.answer(liked=toggle_like(person=self.person, post=self.on_post))

    def answer(self, *, liked: bool) -> Response:
        count = Post.objects.values_list("like_count", flat=True).get(pk=self.on_post.pk)
        return Response({"success": True, "liked": liked, "like_count": count})
