"""Images: uploaded, described, deleted by their owner or an editor."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from api.conditional import expected_versions, one_object
from api.idempotency import idempotent, one_transaction
from api.links import api_url
from api.parsers import UploadParser
from api.permissions import MayChange, MayDelete, SignedIn, may
from api.representations import DATA, Represented
from api.serializers.media import MediaSerializer
from api.serializers.media_writing import MediaChangeSerializer, MediaWriteSerializer
from api.throttling import UPLOADS, WRITES
from blog.images import prepare
from blog.models import Media
from blog.querysets.posts import ID
from blog.services.media import add_media, delete_media, set_alt


@extend_schema_view(
    list=extend_schema(
        summary="List images", description="Your own, or all to editors; the newest first."
    ),
    retrieve=extend_schema(summary="Read an image", description="Addresses, sizes and text."),
    create=extend_schema(
        summary="Upload an image",
        description="As `multipart/form-data`. It is stored anew, without what the camera or a "
        "program wrote into it, in full and in three smaller sizes.",
        request=MediaWriteSerializer,
        responses={201: MediaSerializer},
    ),
    partial_update=extend_schema(
        summary="Describe an image",
        description="A post with an image is published once the image has an `alt` text.",
        request=MediaChangeSerializer,
        responses=MediaSerializer,
    ),
    destroy=extend_schema(
        summary="Delete an image",
        description="One that a post shows is kept (409); take it out of the post first.",
    ),
)
class MediaViewSet(Represented, ModelViewSet):
    """One's own images; all of them to editors."""

    queryset = Media.objects.all()
    serializer_class = MediaSerializer
    serializers = {"create": MediaWriteSerializer, "partial_update": MediaChangeSerializer}
    renderer_classes = DATA
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    permissions = {
        **dict.fromkeys(("list", "retrieve"), SignedIn),
        "create": may("upload"),
        "partial_update": SignedIn & MayChange,
        "destroy": SignedIn & MayDelete,
    }
    limits = {"create": UPLOADS, "partial_update": WRITES, "destroy": WRITES}
    filter_backends = ()
    lookup_value_regex = ID.pattern

    def get_parsers(self) -> list[BaseParser]:
        # Asked before the action is known.
        is_upload = self.request is None or self.request.method == "POST"
        return [UploadParser()] if is_upload else super().get_parsers()

    def get_queryset(self) -> QuerySet[Media]:
        return Media.objects.visible_to(self.request.user).select_related("owner__avatar")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = serializer.validated_data
        prepared = prepare(fields["file"])
        with one_transaction(self) as keep:
            media = add_media(owner=self.person, prepared=prepared, alt=fields["alt"])
            return keep(self.answer(self.get_queryset().get(pk=media.pk), 201))

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        media = self.get_object()
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        alt, expected = serializer.validated_data.get("alt", media.alt), expected_versions(request)
        set_alt(media=media, alt=alt, expected=expected)
        return self.answer(self.get_queryset().get(pk=media.pk))

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        delete_media(media=self.get_object(), expected=expected_versions(request))
        return Response(status=204)

    def answer(self, media: Media, status: int = 200) -> Response:
        location = api_url("media-detail", pk=media.pk)
        return one_object(media, MediaSerializer(media).data, status, location=location)
