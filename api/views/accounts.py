"""`/accounts/`: the pages around signing in."""

from typing import Any

from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from api.forms import Form, local
from api.permissions import SignedIn, may
from api.representations import PAGE
from api.serializers.accounts import ProfileWriteSerializer
from api.throttling import WRITES
from api.views.auth import BAD_LINK, AuthViewSet
from api.views.forms import Forms
from blog.services.accounts import person_of_link, update_profile


class AccountPages(Forms, AuthViewSet):
    """The forms of AuthViewSet, and the page of one's own account."""

    renderer_classes = PAGE
    permissions = {
        **AuthViewSet.permissions,
        "account": SignedIn,
        "profile_form": may("edit_profile"),
        "save_profile": may("edit_profile"),
        "close_form": may("manage_account"),
    }
    limits = {**AuthViewSet.limits, "save_profile": WRITES}
    form_pages = {
        "login": "login_form",
        "signup": "signup_form",
        "reset": "reset_form",
        "reset_confirm": "reset_confirm_form",
        "change_password": "account",
        "save_profile": "profile_form",
        "deactivate": "close_form",
    }

    def login_form(self, request: Request, **kwargs: Any) -> Response:
        """Show the form to sign in."""
        return self.show_form()

    def signup_form(self, request: Request, **kwargs: Any) -> Response:
        """Show the form to sign up."""
        return self.show_form()

    def reset_form(self, request: Request, **kwargs: Any) -> Response:
        """Show the form that asks for a new password."""
        return self.show_form()

    def reset_confirm_form(self, request: Request, **kwargs: Any) -> Response:
        """Show the form that a mailed link leads to, or at once that the link is none any more."""
        link = {"uid": kwargs.get("uid", ""), "token": kwargs.get("token", "")}
        if self.form is None and person_of_link(**link) is None:
            if not self.is_page:
                raise NotFound(BAD_LINK)
            self.form = Form(link, {"token": [BAD_LINK]})
            response = self.show_form()
            response.status_code = 404
            return response
        return self.show_form(link)

    def account(self, request: Request, **kwargs: Any) -> Response:
        """Show the person their account, with the form for a new password."""
        self.form = self.form or Form()
        return self.me(self.person)

    def profile_form(self, request: Request, **kwargs: Any) -> Response:
        """Show the form with what the person says of themselves."""
        data = self.me(self.person).data
        names = ("display_name", "bio", "website", "email")
        # What is stored, and not the user name that stands for an empty one.
        values = {**{name: data[name] for name in names}, "display_name": self.person.display_name}
        return self.show_form(values)

    def save_profile(self, request: Request, **kwargs: Any) -> Response:
        """Change the profile, as PATCH of `me/` does."""
        serializer = ProfileWriteSerializer(
            self.person, data=request.data, partial=True, context=self.get_serializer_context()
        )
        serializer.is_valid(raise_exception=True)
        return self.me(update_profile(person=self.person, fields=serializer.validated_data))

    def close_form(self, request: Request, **kwargs: Any) -> Response:
        """Ask before the account is closed."""
        return self.show_form()

    def show_form(self, values: dict[str, Any] | None = None) -> Response:
        self.form = self.form or Form(values or {})
        headers = {"Cache-Control": "private, no-store"}
        return Response({"authenticated": self.request.user.is_authenticated}, headers=headers)

    def page_after(self, data: Any) -> str:
        """Go on to the page that asked to sign in, or to what fits."""
        home = reverse("blog:post-list")
        asked = local(self.request.query_params.get("next"), home)
        pages = {
            "login": asked,
            "signup": asked,
            "reset": reverse("accounts:password-reset-sent"),
            "reset_confirm": f"{reverse('accounts:login')}?changed=1",
            "change_password": f"{reverse('accounts:account')}?changed=1",
            "save_profile": reverse("accounts:account"),
        }
        return pages.get(self.action, home)

    def reset_sent(self, request: Request, **kwargs: Any) -> Response:
        """Say that the mail is on its way, if there is somebody to send it to."""
        return Response({"authenticated": request.user.is_authenticated})
