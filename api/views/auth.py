"""Accounts: sign-up, login, logout, passwords. The pages at `/accounts/` are the same views."""

from typing import Any

from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import transaction
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.authentication import SessionAuthentication, csrf_token
from api.parsers import StrictJSONParser
from api.passwords import check_own_password, check_password
from api.permissions import may
from api.representations import DATA, Represented
from api.serializers.accounts import (
    CsrfSerializer,
    DeactivateSerializer,
    LoginSerializer,
    PasswordChangeSerializer,
    ResetConfirmSerializer,
    ResetSerializer,
    SignUpSerializer,
)
from api.serializers.me import MeSerializer
from api.throttling import RESETS, SIGN_INS, SIGN_UPS, WRITES
from blog.models import Person
from blog.services.accounts import (
    ask_for_reset,
    deactivate,
    new_person,
    person_of_link,
    set_password,
    sign_up,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_YOURS = "It is not your password."
BAD_LINK = "The link was used already, or is too old: ask for a new one."


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AuthViewSet(Represented, GenericViewSet):
    """Signing up, in and out, and the password; no action reads another person's data."""

    queryset = Person.objects.none()
    serializer_class = MeSerializer
    serializers = {
        "signup": SignUpSerializer,
        "login": LoginSerializer,
        "change_password": PasswordChangeSerializer,
        "reset": ResetSerializer,
        "reset_confirm": ResetConfirmSerializer,
        "deactivate": DeactivateSerializer,
    }
    renderer_classes = DATA
    filter_backends = ()
    pagination_class = None
    permissions = {
        "change_password": may("manage_account"),
        "deactivate": may("manage_account"),
    }
    limits = {
        "signup": SIGN_UPS,
        "login": SIGN_INS,
        "reset": RESETS,
        "reset_confirm": RESETS,
        "change_password": WRITES,
        "deactivate": WRITES,
    }

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.refuse_foreign_forms(request)

    def refuse_foreign_forms(self, request: Request) -> None:
        """Check the CSRF token of forms that sign somebody in.

        Another site's page can send a form here, and would sign its visitor in as somebody else; it
        cannot send JSON without being asked for its origin first (Fetch, CORS preflight).
        """
        is_json = (request.content_type or "").startswith(StrictJSONParser.media_type)
        if request.method == "POST" and not is_json:
            SessionAuthentication().enforce_csrf(request)

    def checked(self) -> dict[str, Any]:
        serializer = self.get_serializer(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def me(self, person: Person, status: int = 200) -> Response:
        context = {"csrf_token": csrf_token(self.request)}
        return Response(MeSerializer(person, context=context).data, status)

    @extend_schema(
        summary="Sign up",
        description="Makes an account, with the role that new ones have, and signs it in.",
        request=SignUpSerializer,
        responses={201: MeSerializer},
    )
    def signup(self, request: Request, **kwargs: Any) -> Response:
        person = new_person(**self.checked())
        with transaction.atomic():
            sign_up(person=person)
            login(request._request, person, BACKEND)
        return self.me(person, 201)

    @extend_schema(
        summary="Sign in",
        description="Starts a session, which a cookie holds. Programs, and sites of another "
        "origin, take a token instead: `auth/tokens/`.",
        request=LoginSerializer,
        responses=MeSerializer,
    )
    def login(self, request: Request, **kwargs: Any) -> Response:
        fields = self.checked()
        person = check_password(request, fields["username"], fields["password"])
        login(request._request, person, BACKEND)
        return self.me(person)

    @extend_schema(
        summary="Sign out", description="Ends the session.", request=None, responses={204: None}
    )
    def logout(self, request: Request, **kwargs: Any) -> Response:
        logout(request._request)
        return Response(status=204)

    @extend_schema(
        summary="Get a CSRF token",
        description="A browser sends it as `X-CSRFToken` with every write of a session.",
        responses=CsrfSerializer,
    )
    def csrf(self, request: Request, **kwargs: Any) -> Response:
        return Response(
            {"csrf_token": csrf_token(request)}, headers={"Cache-Control": "private, no-store"}
        )

    @extend_schema(
        summary="Change the password",
        description="Ends every other session, and every token.",
        request=PasswordChangeSerializer,
        responses={204: None},
    )
    def change_password(self, request: Request, **kwargs: Any) -> Response:
        fields = self.checked()
        check_own_password(self.person, fields["current_password"], NOT_YOURS)
        set_password(person=self.person, password=fields["new_password"])
        if request.auth is None:
            update_session_auth_hash(request._request, self.person)
        return Response(status=204)

    @extend_schema(
        summary="Ask for a new password",
        description="Mails a link to the address, if somebody has signed up with it; the answer "
        "does not tell.",
        request=ResetSerializer,
        responses={204: None},
    )
    def reset(self, request: Request, **kwargs: Any) -> Response:
        ask_for_reset(email=self.checked()["email"])
        return Response(status=204)

    @extend_schema(
        summary="Choose a new password",
        description="With the two parts of the link that was mailed.",
        request=ResetConfirmSerializer,
        responses={204: None},
    )
    def reset_confirm(self, request: Request, **kwargs: Any) -> Response:
        fields = self.checked()
        person = person_of_link(fields["uid"], fields["token"])
        if person is None:
            raise ValidationError({"token": [BAD_LINK]}, "bad_link")
        set_password(person=person, password=fields["new_password"])
        return Response(status=204)

    @extend_schema(
        summary="Close the account",
        description="Nobody signs in by it again; what the person wrote stays.",
        request=DeactivateSerializer,
        responses={204: None},
    )
    def deactivate(self, request: Request, **kwargs: Any) -> Response:
        check_own_password(self.person, self.checked()["current_password"], NOT_YOURS)
        deactivate(person=self.person)
        if request.auth is None:
            logout(request._request)
        return Response(status=204)
