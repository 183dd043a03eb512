"""`auth/tokens/`: made, listed and revoked one by one."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.conditional import expected_versions, one_object
from api.passwords import check_password
from api.permissions import AllowAny, has_right, may
from api.representations import DATA, Represented
from api.serializers.accounts import (
    NewTokenSerializer,
    TokenSerializer,
    TokenWriteSerializer,
)
from api.throttling import SIGN_INS, WRITES
from blog.models import AccessToken, Person
from blog.querysets.posts import ID
from blog.services.tokens import create_token, revoke_token


@extend_schema_view(
    list=extend_schema(
        summary="List your tokens", description="Those that have not expired, the newest first."
    ),
    retrieve=extend_schema(summary="Read a token", description="Without its secret."),
    create=extend_schema(
        summary="Make a token",
        description="Its secret, `token`, is shown this once. Who is not signed in sends "
        "`username` and `password` along. The scope narrows what your role allows.",
        request=TokenWriteSerializer,
        responses={201: NewTokenSerializer},
    ),
    destroy=extend_schema(summary="Revoke a token", description="From now on it is refused."),
)
class TokenViewSet(Represented, ReadOnlyModelViewSet):
    """One's own tokens."""

    queryset = AccessToken.objects.all()
    serializer_class = TokenSerializer
    serializers = {"create": TokenWriteSerializer}
    renderer_classes = DATA
    permissions = {
        **dict.fromkeys(("list", "retrieve", "destroy"), may("manage_account")),
        # The password in the body stands for the session.
        "create": AllowAny,
    }
    limits = {"create": SIGN_INS, "destroy": WRITES}
    filter_backends = ()
    lookup_value_regex = ID.pattern

    def get_queryset(self) -> QuerySet[AccessToken]:
        return AccessToken.objects.current().filter(person=self.person)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        token = self.get_object()
        return one_object(token, TokenSerializer(token).data)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        revoke_token(token=self.get_object(), expected=expected_versions(request))
        return Response(status=204)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        username, password = fields.pop("username", None), fields.pop("password", None)
        person = self.signed_in(request, username, password)
        token, secret = create_token(person=person, **fields)
        token.secret = secret
        data = NewTokenSerializer(token).data
        return Response(data, 201, headers={"Location": data["url"]})

    def signed_in(self, request: Request, username: str | None, password: str | None) -> Person:
        """Return who asks: by the session, by a token of the widest scope, or by password."""
        if request.user.is_authenticated:
            if not has_right(request, "manage_account"):
                self.permission_denied(request)
            return request.user
        if not (username and password):
            self.permission_denied(request)
        return check_password(request, username or "", password or "")
