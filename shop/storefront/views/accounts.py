"""Signing up, in and out. The orders of a guest stay visible after signing in."""

from django import forms
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.services import admit_sign_up, recognised_user, register_user
from shop.kernel.api.callers import caller_address
from shop.kernel.errors import DomainError
from shop.storefront.forms import SignInForm, SignUpForm
from shop.storefront.refusals import explain
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
            user = recognised_user(**form.cleaned_data, address=caller_address(request))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            login(request, user, backend=_BACKEND)
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
            admit_sign_up(address=caller_address(request))
            user = register_user(**form.cleaned_data)
        except DomainError as refusal:
            explain(form, refusal, beside="email")
        else:
            login(request, user, backend=_BACKEND)
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


def _next_page(request: HttpRequest) -> str:
    return _asked_page(request) or resolve_url("storefront:my_orders")


def _asked_page(request: HttpRequest) -> str:
    """The page of this shop that the visitor came from, or nothing."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if is_ours and asked.startswith("/") else ""
