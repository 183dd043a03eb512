"""The admin site itself: for whoever has the right, through the blog's own login."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class BlogAdminSite(admin.AdminSite):
    """Lets in who may use it, and has no login of its own: the limits on guessing are there."""

    site_header = site_title = "Broadsheet"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and user.may("use_admin_site")

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the blog's login page, and from there back."""
        back = request.GET.get("next") or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('accounts:login')}?{urlencode({'next': back})}")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the account page, where a new password ends the tokens as well."""
        return HttpResponseRedirect(reverse("accounts:account"))
