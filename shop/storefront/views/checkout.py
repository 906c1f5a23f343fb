"""The checkout: what is bought, where it goes, and the one button that orders it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.events.base import PostalAddress
from shop.kernel.errors import DomainError
from shop.kernel.idempotency import KeyUsedBefore, TwinAtWork
from shop.kernel.identity import new_id
from shop.storefront.forms import AddressForm, SeenForm
from shop.storefront.placing import PriceChanged, Wish, place_once
from shop.storefront.selection import (
    Selection,
    forget_selection,
    kept_selection,
    selection_of,
)
from shop.storefront.views.buying import show_gone
from shop.storefront.visitors import customer_of

_ASK_AGAIN = {
    PriceChanged: "The price has changed since you opened this page. This is the new one.",
    KeyUsedBefore: "You ordered from this page before: see “My orders”. This would be one more.",
    TwinAtWork: "Your order is being written. Press the button once more in a moment.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Asks for the address; takes the order."""
    return _take_order(request) if request.method == "POST" else _ask(request)


def _ask(request: HttpRequest) -> HttpResponse:
    kept = kept_selection(request)
    if kept is None:
        return render(request, "storefront/nothing_chosen.html")
    selection = selection_of(*kept)
    if selection is None:
        forget_selection(request)
        return show_gone(request)
    return _show(request, selection, AddressForm(initial=_known_of_member(request)))


def _take_order(request: HttpRequest) -> HttpResponse:
    seen, address = SeenForm(request.POST), AddressForm(request.POST)
    if not seen.is_valid():
        # No page of ours sends that: start again from what the session remembers.
        return redirect("storefront:checkout")
    selection = selection_of(seen.cleaned_data["sku"], seen.cleaned_data["quantity"])
    if selection is None:
        return show_gone(request)
    if not address.is_valid():
        return _show(request, selection, address, key=seen.cleaned_data["key"], status=422)
    return _order(request, selection, seen, address)


def _order(
    request: HttpRequest, selection: Selection, seen: SeenForm, address: AddressForm
) -> HttpResponse:
    key = seen.cleaned_data["key"]
    try:
        number = place_once(_wish(seen, address), customer_id=customer_of(request), key=key)
    except TwinAtWork:
        messages.warning(request, _ASK_AGAIN[TwinAtWork])
        return _show(request, selection, address, key=key, status=409)
    except (PriceChanged, KeyUsedBefore) as refusal:
        messages.warning(request, _ASK_AGAIN[type(refusal)])
        return _show(request, selection, address, status=409)
    except DomainError:
        return show_gone(request)
    forget_selection(request)
    return redirect("storefront:pay", number=number)


def _show(
    request: HttpRequest,
    selection: Selection,
    address: AddressForm,
    *,
    key: str = "",
    status: int = 200,
) -> HttpResponse:
    seen = SeenForm(
        initial={
            "sku": selection.choice.variant.sku,
            "quantity": selection.quantity,
            "total": selection.total.amount,
            "key": key or new_id(),
        }
    )
    shown = {"selection": selection, "seen": seen, "form": address}
    return render(request, "storefront/checkout.html", shown, status=status)


def _known_of_member(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated:
        return {}
    return {"email": request.user.email, "name": request.user.name}


def _wish(seen: SeenForm, address: AddressForm) -> Wish:
    typed = dict(address.cleaned_data)
    return Wish(
        sku=seen.cleaned_data["sku"],
        quantity=seen.cleaned_data["quantity"],
        total=seen.cleaned_data["total"],
        email=typed.pop("email"),
        address=PostalAddress(**typed),
    )
