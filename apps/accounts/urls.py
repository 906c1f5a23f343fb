from django.urls import path

from apps.accounts.api.addresses import AddressesView, AddressView, DefaultAddressView
from apps.accounts.api.devices import LogoutAllView, SessionsView, SessionView
from apps.accounts.api.emails import EmailChangeView, EmailVerificationView, EmailVerifyView
from apps.accounts.api.own_account import ErasureView, ExportView, MeView
from apps.accounts.api.passwords import (
    PasswordChangeView,
    PasswordForgottenView,
    PasswordResetView,
)
from apps.accounts.api.signing_in import LoginView, LogoutView, RefreshView, RegisterView

urlpatterns = [
    path("auth/register", RegisterView.as_view(), name="register"),
    path("auth/login", LoginView.as_view(), name="login"),
    path("auth/refresh", RefreshView.as_view(), name="refresh"),
    path("auth/logout", LogoutView.as_view(), name="logout"),
    path("auth/logout-all", LogoutAllView.as_view(), name="logout-all"),
    path("auth/sessions", SessionsView.as_view(), name="sessions"),
    path("auth/sessions/<uuid:session_id>", SessionView.as_view(), name="session"),
    path("auth/password/change", PasswordChangeView.as_view(), name="password-change"),
    path("auth/password/forgot", PasswordForgottenView.as_view(), name="password-forgot"),
    path("auth/password/reset", PasswordResetView.as_view(), name="password-reset"),
    path("auth/email/verify", EmailVerifyView.as_view(), name="email-verify"),
    path("auth/email/verification", EmailVerificationView.as_view(), name="email-verification"),
    path("auth/email/change", EmailChangeView.as_view(), name="email-change"),
    path("api/v1/me", MeView.as_view(), name="me"),
    path("api/v1/me/erasure", ErasureView.as_view(), name="me-erasure"),
    path("api/v1/me/export", ExportView.as_view(), name="me-export"),
    path("api/v1/me/addresses", AddressesView.as_view(), name="addresses"),
    path("api/v1/me/addresses/<uuid:address_id>", AddressView.as_view(), name="address"),
    path(
        "api/v1/me/addresses/<uuid:address_id>/default",
        DefaultAddressView.as_view(),
        name="default-address",
    ),
]
