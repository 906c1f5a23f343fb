"""Signing up, in and out. The orders of a guest stay visible after signing in."""

from django import forms
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.queries import user_with_password
from apps.accounts.services import register_user
from shop.kernel.errors import DomainError, InvalidInput
from shop.storefront.forms import SignInForm, SignUpForm
from shop.storefront.visitors import bring_cart

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Opens a member's session."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            login(request, user_with_password(**form.cleaned_data))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            bring_cart(request)
            return redirect(_next_page(request))
    return _show(request, "storefront/sign_in.html", form)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Opens an account, and a session with it."""
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        try:
            login(request, register_user(**form.cleaned_data), backend=_BACKEND)
        except DomainError as refusal:
            _explain(form, refusal)
        else:
            bring_cart(request)
            return redirect(_next_page(request))
    return _show(request, "storefront/sign_up.html", form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session with all it remembers."""
    logout(request)
    return redirect("storefront:home")


def _show(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    shown = {"form": form, "next": _asked_page(request)}
    return render(request, template, shown, status=422 if form.errors else 200)


def _explain(form: forms.Form, refusal: DomainError) -> None:
    """Puts what was refused beside the fields that it is about."""
    fields = refusal.details.get("fields") if isinstance(refusal, InvalidInput) else None
    if not isinstance(fields, dict):
        form.add_error("email", refusal.sentence)
        return
    for name, sentences in fields.items():
        form.add_error(name if name in form.fields else None, sentences)


def _next_page(request: HttpRequest) -> str:
    return _asked_page(request) or resolve_url("storefront:my_orders")


def _asked_page(request: HttpRequest) -> str:
    """The page of this shop that the visitor came from, or nothing."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if is_ours and asked.startswith("/") else ""
