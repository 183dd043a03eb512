"""Who is asking, and what they say of themselves."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.authentication import csrf_token
from api.conditional import expected_versions, one_object
from api.permissions import may
from api.representations import DATA, Represented
from api.schema.examples import ANONYMOUS, SIGNED_IN
from api.serializers.accounts import ProfileWriteSerializer
from api.serializers.me import AnonymousSerializer, MeSerializer
from api.throttling import WRITES
from blog.models import Person
from blog.services.accounts import update_profile


class MeViewSet(Represented, ViewSet):
    """The signed-in person, or `{"authenticated": false}`."""

    renderer_classes = DATA
    permissions = {"partial_update": may("edit_profile")}
    limits = {"partial_update": WRITES}

    @extend_schema(
        summary="Read who is asking",
        description="The signed-in person with role and rights; to anybody else `authenticated` "
        "alone, which is false.",
        responses=PolymorphicProxySerializer("Me", [MeSerializer, AnonymousSerializer], None),
        examples=[
            OpenApiExample("Anonymous", value=ANONYMOUS, response_only=True),
            OpenApiExample("Signed in", value=SIGNED_IN, response_only=True),
        ],
    )
    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        if not request.user.is_authenticated:
            return Response({"authenticated": False})
        return self.answer(self.person)

    @extend_schema(
        operation_id="me_partial_update",
        summary="Change your profile",
        description="What others read of you. A new e-mail address takes `current_password`.",
        request=ProfileWriteSerializer,
        responses=MeSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        person = self.person
        serializer = ProfileWriteSerializer(
            person, data=request.data, partial=True, context={"request": request}
        )
        serializer.is_valid(raise_exception=True)
        expected, fields = expected_versions(request), serializer.validated_data
        return self.answer(update_profile(person=person, fields=fields, expected=expected))

    def answer(self, person: Person) -> Response:
        context = {"csrf_token": csrf_token(self.request)}
        return one_object(person, MeSerializer(person, context=context).data)
