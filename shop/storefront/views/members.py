"""The account of a member: what is known, and how to change it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec
from django import forms
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.queries import account_of, addresses_of, export_of, open_sessions_of
from apps.accounts.services import (
    ask_for_new_email,
    ask_for_verification,
    change_password,
    leave,
    sign_out_everywhere,
)
from apps.notifications.queries import phone_channel_of
from apps.payments.queries import cards_of, wallets_of
from apps.payments.services import remove_card
from shop.kernel.errors import DomainError, NotFound
from shop.storefront.forms import LeaveForm, NewEmailForm, PasswordForm, ProfileForm
from shop.storefront.members import done, keep_profile, member_of, members_only, shown_member
from shop.storefront.pages import page_number
from shop.storefront.refusals import explain
from shop.storefront.wallets import moves_of


@members_only
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """All there is, with a way to change each of it."""
    customer_id = member_of(request)
    shown = {
        "profile": shown_member(request),
        "addresses": addresses_of(customer_id),
        "wallets": wallets_of(customer_id),
        "cards": cards_of(customer_id),
        "devices": open_sessions_of(customer_id),
    }
    return render(request, "storefront/account.html", shown)


@members_only
@require_GET
def wallet(request: HttpRequest) -> HttpResponse:
    """What the member has with the shop, and how it came and went."""
    customer_id = member_of(request)
    shown = {
        "wallets": wallets_of(customer_id),
        "page": moves_of(customer_id, page=page_number(request)),
    }
    return render(request, "storefront/account_wallet.html", shown)


@members_only
@require_POST
def forget_card(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Takes one of the member's cards out."""
    with suppress(NotFound):
        remove_card(customer_id=member_of(request), card_id=card_id)
    return done(request, "The card is gone.")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, phone, language, and which news are welcome where."""
    customer_id = member_of(request)
    known = asdict(shown_member(request)) | {"phone_channel": phone_channel_of(customer_id)}
    form = ProfileForm(request.POST or None, initial=known)
    if _took(form, lambda typed: keep_profile(customer_id=customer_id, **typed)):
        return done(request, "Your profile was changed.")
    return _show(request, "storefront/account_profile.html", form)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password; this browser stays signed in, all others do not."""
    form = PasswordForm(request.POST or None)

    def change(typed: dict[str, Any]) -> None:
        user = change_password(
            customer_id=member_of(request),
            current=typed["current_password"],
            new=typed["password"],
        )
        update_session_auth_hash(request, user)

    if _took(form, change):
        return done(request, "You have a new password. All other devices were signed out.")
    return _show(request, "storefront/account_password.html", form)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Another mail address, which counts once its mailbox was shown."""
    form = NewEmailForm(request.POST or None)
    if _took(form, lambda typed: ask_for_new_email(customer_id=member_of(request), **typed)):
        return done(request, "Follow the link that we mailed to the new address.")
    return _show(request, "storefront/account_email.html", form)


@members_only
@require_POST
def verification(request: HttpRequest) -> HttpResponse:
    """One more mail that asks for the mailbox to be shown."""
    try:
        ask_for_verification(customer_id=member_of(request))
    except DomainError as refusal:
        return done(request, refusal.sentence)
    return done(request, "A mail with a link is on its way.")


@members_only
@require_POST
def sign_out_others(request: HttpRequest) -> HttpResponse:
    """All devices and browsers but this one are signed out."""
    sign_out_everywhere(customer_id=member_of(request))
    update_session_auth_hash(request, account_of(member_of(request)))
    return done(request, "Everything else was signed out.")


@members_only
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """All that the account knows of the member, as a file."""
    return HttpResponse(
        msgspec.json.format(msgspec.json.encode(export_of(member_of(request)))),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="account.json"'},
    )


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def leave_shop(request: HttpRequest) -> HttpResponse:
    """Closes the account, for its owner to be forgotten."""
    form = LeaveForm(request.POST or None)
    if _took(form, lambda typed: leave(customer_id=member_of(request), **typed)):
        logout(request)
        return redirect("storefront:left")
    owed = [held for held in wallets_of(member_of(request)) if held.amount]
    return _show(request, "storefront/account_leave.html", form, owed=owed)


@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """Farewell."""
    return render(request, "storefront/account_left.html")


def _took(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> object:
    """Whether the form was sent and the business took it; a refusal stands in the form then."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except DomainError as refusal:
        explain(form, refusal)
    return not form.errors


def _show(request: HttpRequest, template: str, form: forms.Form, **more: object) -> HttpResponse:
    shown = {"form": form, **more}
    return render(request, template, shown, status=422 if form.errors else 200)
