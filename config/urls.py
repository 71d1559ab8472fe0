from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from config import sign_in
from config.style import style
from municipalities.forms import ForgottenPasswordForm, OwnPasswordForm

urlpatterns = [
    path("", include("reports.urls")),
    path("sign-in/", sign_in.SignInView.as_view(), name="login"),
    path("sign-in/locks/", sign_in.sign_in_locks, name="sign_in_locks"),
    path("sign-out/", sign_in.SignOutView.as_view(), name="logout"),
    path(
        "password/",
        auth.PasswordChangeView.as_view(form_class=OwnPasswordForm),
        name="password_change",
    ),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("password/reset/", auth.PasswordResetView.as_view(), name="password_reset"),
    path("password/reset/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/reset/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(form_class=ForgottenPasswordForm),
        name="password_reset_confirm",
    ),
    path(
        "password/reset/complete/",
        auth.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
    path("admin/", admin.site.urls),
    path("favicon.ico", login_not_required(RedirectView.as_view(url="/static/icon.svg"))),
]

if settings.DEBUG:
    urlpatterns.append(path("style/", style, name="style"))

handler500 = "config.pages.server_error"
