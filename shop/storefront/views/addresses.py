"""A member's address book."""

from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.queries import addresses_of
from apps.accounts.services import (
    TypedAddress,
    add_address,
    change_address,
    prefer_address,
    remove_address,
)
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.identity import new_id
from shop.storefront.forms import SavedAddressForm
from shop.storefront.members import done, member_of, members_only, shown_member
from shop.storefront.once import Pressed, do_once_or_anew
from shop.storefront.refusals import explain

_FIELDS = ("name", "line1", "line2", "postal_code", "city", "country")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request: HttpRequest) -> HttpResponse:
    """One more address, once however often its button is pressed."""
    form = SavedAddressForm(
        request.POST or None, initial={"key": new_id(), "name": shown_member(request).name}
    )
    if form.is_valid():
        try:
            _add_once(member_of(request), form)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            return done(request, "The address was saved.")
    return _show(request, form)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Another wording of an address."""
    customer_id = member_of(request)
    form = SavedAddressForm(request.POST or None, initial=_known(customer_id, address_id))
    if form.is_valid():
        try:
            change_address(customer_id=customer_id, address_id=address_id, address=_typed(form))
        except DomainError as refusal:
            explain(form, refusal)
        else:
            return done(request, "The address was changed.")
    return _show(request, form)


@members_only
@require_POST
def prefer(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """The address that the checkout fills in by itself."""
    try:
        prefer_address(customer_id=member_of(request), address_id=address_id)
    except NotFound as refusal:
        raise Http404(refusal.sentence) from refusal
    return done(request, "The checkout will suggest this address.")


@members_only
@require_POST
def remove(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """One address less; a second click finds it gone, which is what was wanted."""
    try:
        remove_address(customer_id=member_of(request), address_id=address_id)
    except NotFound:
        return done(request, "The address is gone.")
    return done(request, "The address is gone.")


def _add_once(customer_id: UUID, form: SavedAddressForm) -> None:
    typed = _typed(form)
    pressed = Pressed(
        customer_id=customer_id,
        form="POST /account/addresses/new",
        key=form.cleaned_data["key"],
    )
    do_once_or_anew(pressed, typed, partial(add_address, customer_id=customer_id, address=typed))


def _known(customer_id: UUID, address_id: UUID) -> dict[str, Any]:
    for saved in addresses_of(customer_id):
        if saved.id == address_id:
            return {**asdict(saved), "key": new_id()}
    raise Http404("There is no such address in the member's address book.")


def _typed(form: forms.Form) -> TypedAddress:
    return TypedAddress(**{name: form.cleaned_data[name] for name in _FIELDS})


def _show(request: HttpRequest, form: forms.Form) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "storefront/account_address.html", {"form": form}, status=status)
