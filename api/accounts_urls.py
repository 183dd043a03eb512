"""`/accounts/`: the pages around signing in, the same views as the API's, the page first."""

from typing import Any

from django.urls import path

from api.views.accounts import AccountPages

app_name = "accounts"


def page(**actions: str) -> Any:
    return AccountPages.as_view(actions, basename="auth")  # type: ignore[arg-type]


urlpatterns = [
    path("", page(get="account", post="change_password"), name="account"),
    path("profile/", page(get="profile_form", post="save_profile"), name="profile"),
    path("close/", page(get="close_form", post="deactivate"), name="close"),
    path("login/", page(get="login_form", post="login"), name="login"),
    path("logout/", page(post="logout"), name="logout"),
    path("signup/", page(get="signup_form", post="signup"), name="signup"),
    path("password-reset/", page(get="reset_form", post="reset"), name="password-reset"),
    path("password-reset/sent/", page(get="reset_sent"), name="password-reset-sent"),
    path(
        "password-reset/<str:uid>/<str:token>/",
        page(get="reset_confirm_form", post="reset_confirm"),
        name="password-reset-confirm",
    ),
]
