"""Revisions of a post, for whoever may edit it: listed, read, compared, restored."""

import re
from typing import Any

from django.db.models.fields.json import KT
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.conditional import expected_versions
from api.exceptions import BadParameters
from api.permissions import MayChange, MayReadHistory, SignedIn
from api.representations import DATA, Represented
from api.serializers.posts import PostSerializer
from api.serializers.revisions import RevisionSerializer, RevisionSummarySerializer
from api.throttling import WRITES
from api.views.lookups import find_post
from api.views.posts import answer_with, whole_posts
from blog.models import Post, Revision
from blog.services.posts import update_post
from blog.services.revisions import compare, fields_to_restore

NUMBER = re.compile("[1-9][0-9]{0,8}")


@extend_schema_view(
    list=extend_schema(summary="List revisions", description="The newest first."),
    retrieve=extend_schema(
        summary="Read a revision",
        description="One revision, and what differs from another one where `against` names it.",
        parameters=[
            OpenApiParameter(
                "against",
                {"type": "integer", "minimum": 1, "maximum": 10**9 - 1},
                description="Number of the revision to compare with.",
            )
        ],
    ),
)
class RevisionViewSet(Represented, ReadOnlyModelViewSet):
    """What the post was after each change that matters."""

    queryset = Revision.objects.all()
    serializer_class = RevisionSummarySerializer
    serializers = {"retrieve": RevisionSerializer}
    renderer_classes = DATA
    parameters = {"retrieve": {"against": ()}}
    permissions = {
        **dict.fromkeys(("list", "retrieve"), SignedIn & MayReadHistory),
        "restore": SignedIn & MayChange,
    }
    limits = {"restore": WRITES}
    filter_backends = ()
    lookup_field = "number"
    lookup_value_regex = NUMBER.pattern

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action in self.permissions:
            self.on_post = find_post(self, Post.objects.visible_to(request.user))
            self.check_object_permissions(request, self.on_post)

    def get_queryset(self) -> Any:
        revisions = Revision.objects.filter(post=self.on_post).select_related("person__avatar")
        revisions = revisions.annotate(title=KT("fields__title"))
        # A list does not load ten whole posts to show their titles.
        return revisions.defer("fields") if self.action == "list" else revisions

    def get_object(self) -> Revision:
        return get_object_or_404(self.get_queryset(), number=self.kwargs["number"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        revision, context = self.get_object(), dict(self.get_serializer_context())
        if (number := request.query_params.get("against")) is not None:
            context["against"] = other = self.other(number)
            context["differences"] = compare(other, revision)
        return Response(RevisionSerializer(revision, context=context).data)

    def other(self, number: str) -> Revision:
        found = NUMBER.fullmatch(number) and self.get_queryset().filter(number=number).first()
        if not found:
            detail = f"There is no revision {number[:40]!r} of this post."
            raise BadParameters([{"parameter": "against", "code": "invalid", "detail": detail}])
        return found

    @extend_schema(
        summary="Restore a revision",
        description="Brings its text back, with category, tags, images and SEO; slug, status and "
        "date stay. The restored post is a new revision.",
        request=None,
        responses=PostSerializer,
    )
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, **kwargs: Any) -> Response:
        fields = fields_to_restore(self.get_object())
        expected = expected_versions(request)
        update_post(post=self.on_post, by=self.person, fields=fields, expected=expected)
        return answer_with(self, whole_posts(request.user).get(pk=self.on_post.pk))
