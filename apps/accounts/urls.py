from django.urls import path

from apps.accounts.api.own_account import LogoutAllView, MeView, SessionsView, SessionView
from apps.accounts.api.signing_in import LoginView, LogoutView, RefreshView, RegisterView

urlpatterns = [
    path("auth/register", RegisterView.as_view(), name="register"),
    path("auth/login", LoginView.as_view(), name="login"),
    path("auth/refresh", RefreshView.as_view(), name="refresh"),
    path("auth/logout", LogoutView.as_view(), name="logout"),
    path("auth/logout-all", LogoutAllView.as_view(), name="logout-all"),
    path("auth/me", MeView.as_view(), name="me"),
    path("auth/sessions", SessionsView.as_view(), name="sessions"),
    path("auth/sessions/<uuid:session_id>", SessionView.as_view(), name="session"),
]
