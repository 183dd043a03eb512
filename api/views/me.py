"""Who is asking."""

from typing import Any

from django.middleware.csrf import get_token
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.representations import DATA, Represented
from api.schema.examples import ANONYMOUS, SIGNED_IN
from api.serializers.me import AnonymousSerializer, MeSerializer


class MeView(Represented, APIView):
    """The signed-in person, or `{"authenticated": false}`."""

    renderer_classes = DATA
    action = "retrieve"

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
    def get(self, request: Request, **kwargs: Any) -> Response:
        if not request.user.is_authenticated:
            return Response({"authenticated": False})
        context = {"csrf_token": get_token(request)}
        return Response(MeSerializer(request.user, context=context).data)
