"""The checkout: what is bought, where it goes, and the one button that orders it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.kernel.context import go_on_as
from shop.kernel.errors import DomainError
from shop.kernel.idempotency import KeyUsedBefore, TwinAtWork
from shop.storefront.checking_out import Wish, order_once
from shop.storefront.desk import desk, first_answers, known_before
from shop.storefront.forms import CheckoutForm, SeenForm
from shop.storefront.visitors import buyer_with_cart, give_guest_up, known_customer
from shop.storefront.wallets import member_id_of, wallet_to_pay

_PRICE_CHANGED = "The total has changed since you saw it. This is the new one."
_USED_BEFORE = "You ordered from this page before: see “My orders”. This would be one more."
_AT_WORK = "Your order is being written. Press the button once more in a moment."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Asks for everything on one page; takes the order."""
    if request.method == "POST" and "update" not in request.POST:
        return _take_order(request)
    customer_id = known_customer(request)
    return _ask(request, customer_id) if customer_id else redirect("storefront:cart")


def _ask(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    known = known_before(request)
    answers = {**first_answers(request, known), **request.POST.dict()}
    return _show(request, customer_id, CheckoutForm(known=known, initial=answers), known=known)


def _take_order(request: HttpRequest) -> HttpResponse:
    seen = SeenForm(request.POST)
    if not seen.is_valid():
        # No page of ours sends that: start again from what is in the cart.
        return redirect("storefront:checkout")
    customer_id = buyer_with_cart(request, seen.cleaned_data["cart"])
    return _order(request, customer_id, seen) if customer_id else redirect("storefront:cart")


def _order(request: HttpRequest, customer_id: UUID, seen: SeenForm) -> HttpResponse:
    known, key = known_before(request), seen.cleaned_data["key"]
    form = CheckoutForm(request.POST, known=known)
    if not form.is_valid():
        return _show(request, customer_id, form, known=known, key=key, status=422)
    go_on_as(f"customer:{customer_id}")
    try:
        ordered = order_once(
            _wish(seen, form),
            customer_id=customer_id,
            is_guest=customer_id != member_id_of(request),
            key=key,
        )
    except DomainError as refusal:
        return _explain(request, customer_id, form, refusal, known=known, key=key)
    if ordered.is_rejected:
        return redirect("storefront:shortage", number=ordered.number)
    give_guest_up(request, customer_id)
    return redirect("storefront:pay", number=ordered.number)


def _explain(
    request: HttpRequest,
    customer_id: UUID,
    form: CheckoutForm,
    refusal: DomainError,
    *,
    key: str,
    **about: Any,
) -> HttpResponse:
    match refusal:
        case TwinAtWork():
            messages.warning(request, _AT_WORK)
            return _show(request, customer_id, form, key=key, status=409, **about)
        case KeyUsedBefore():
            messages.warning(request, _USED_BEFORE)
        case DomainError(code="price_changed"):
            messages.warning(request, _PRICE_CHANGED)
        case DomainError(code="invalid_input"):
            messages.warning(request, refusal.sentence)
        case _:
            messages.warning(request, refusal.sentence)
            return redirect("storefront:cart")
    return _show(request, customer_id, form, status=409, **about)


def _show(
    request: HttpRequest, customer_id: UUID, form: CheckoutForm, *, status: int = 200, **about: Any
) -> HttpResponse:
    shown = desk(customer_id, form, **about)
    if not shown.rows:
        return redirect("storefront:cart")
    page = {
        "desk": shown,
        "wallet": wallet_to_pay(shown.quote.total, member_id=member_id_of(request)),
    }
    return render(request, "storefront/checkout.html", page, status=status)


def _wish(seen: SeenForm, form: CheckoutForm) -> Wish:
    return Wish(
        cart=seen.cleaned_data["cart"],
        total=seen.cleaned_data["total"],
        currency=seen.cleaned_data["currency"],
        email=form.cleaned_data["email"],
        address=form.address(),
        shipping=form.cleaned_data["shipping"],
    )
