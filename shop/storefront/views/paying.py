"""Choosing how to pay, approving it, and the way to the gateway's card page and back."""

from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.orders.queries import ShownOrder
from apps.orders.services import ask_for_more_time
from apps.payments.queries import ShownPayment, cards_of, shown_payment
from apps.payments.rules import Method
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.idempotency import TwinAtWork
from shop.kernel.identity import new_id
from shop.kernel.money import money
from shop.storefront import paying
from shop.storefront.forms.paying import PayForm, ReturnForm
from shop.storefront.live_addresses import live_address
from shop.storefront.pressing import press_once
from shop.storefront.progress import Progress
from shop.storefront.tracking import followed, order_or_404
from shop.storefront.visitors import customers_for_order
from shop.storefront.wallets import Wallet, member_id_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """What is to be paid, until when, and how; then what there is to approve."""
    order = order_or_404(customers_for_order(request, number), number)
    progress = followed(order)
    if not _is_payable(order):
        return redirect("storefront:order", number=number)
    if request.method == "POST":
        return _start(request, order)
    payment = shown_payment(customer_id=order.customer_id, order_id=order.id)
    if _is_waited_for(payment, progress) and "other" not in request.GET:
        return _show_waiting(request, order, payment, progress)
    if not progress.can_pay:
        return redirect("storefront:order", number=number)
    return _show_ways(request, order, PayForm())


@never_cache
@require_POST
def more_time(request: HttpRequest, number: str) -> HttpResponse:
    """The buyer is still at it: everything is kept for longer, if it can be."""
    order = order_or_404(customers_for_order(request, number), number)
    try:
        press_once(request, order, "more time", partial(ask_for_more_time, order_id=order.id))
    except DomainError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("storefront:pay", number=number)


@never_cache
@require_safe
def card_returned(request: HttpRequest, number: str) -> HttpResponse:
    """Back from the card page with a token: the payment is asked for, once per token."""
    order = order_or_404(customers_for_order(request, number), number)
    back = ReturnForm(request.GET)
    if back.is_valid() and _is_payable(order):
        _pay_by_card(request, order, **back.cleaned_data)
    return redirect("storefront:order", number=number)


def _is_payable(order: ShownOrder) -> bool:
    """Whether it waits for its payment, or left without being paid."""
    if order.state in {"shipped", "delivered"}:
        return shown_payment(customer_id=order.customer_id, order_id=order.id).is_overdue
    return order.state == "pending_payment"


def _is_waited_for(payment: ShownPayment, progress: Progress) -> bool:
    needs_buyer = payment.next_action is not None and progress.can_pay
    return needs_buyer or paying.waits_for_upi(payment)


def _start(request: HttpRequest, order: ShownOrder) -> HttpResponse:
    form = PayForm(request.POST)
    if not form.is_valid():
        return _show_ways(request, order, form, status=422)
    method = Method(form.cleaned_data["method"])
    part, card = form.cleaned_data["wallet_amount"], form.cleaned_data["saved_card"]
    is_own = method == Method.WALLET or part or card
    if is_own and not _is_of_member(request, order):
        return redirect("storefront:pay", number=order.number)
    choice = paying.Choice(
        method=method,
        vpa=form.cleaned_data["vpa"],
        return_url=_order_page(request, order),
        wallet_amount=part,
        saved_card=card,
    )
    try:
        paying.start_once(order, choice, key=form.cleaned_data["key"])
    except InvalidInput as refusal:
        form.add_error("vpa", refusal.sentence)
        return _show_ways(request, order, form, status=422)
    except DomainError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("storefront:pay", number=order.number)


def _show_ways(
    request: HttpRequest, order: ShownOrder, form: PayForm, *, status: int = 200
) -> HttpResponse:
    payment = shown_payment(customer_id=order.customer_id, order_id=order.id)
    is_member = _is_of_member(request, order)
    wallet = paying.wallet_for(order, payment) if is_member else None
    part = _part(request, wallet)
    due = wallet.rest if wallet and part else payment.due
    shown = {
        "order": order,
        "payment": payment,
        "minutes_left": paying.minutes_left(order),
        "card_page": paying.card_page(order, due, return_url=_card_returned(request, order, part)),
        "cards": cards_of(order.customer_id) if is_member else [],
        "keep": _wants_to_keep(request),
        "is_member": is_member,
        "wallet": wallet,
        "part": part,
        "due": due,
        "form": form,
        "key": new_id(),
    }
    return render(request, "storefront/pay.html", shown, status=status)


def _is_of_member(request: HttpRequest, order: ShownOrder) -> bool:
    """Whether its buyer has signed in: then his wallet and his cards may pay it."""
    return member_id_of(request) == order.customer_id


def _wants_to_keep(request: HttpRequest) -> bool:
    return request.GET.get("keep") == "yes"


def _part(request: HttpRequest, wallet: Wallet | None) -> Decimal:
    """What the wallet shall give before the rest is paid in another way."""
    wants_it = request.GET.get("wallet") == "part"
    return wallet.held.amount if wallet and wants_it and not wallet.is_enough else Decimal(0)


def _card_returned(request: HttpRequest, order: ShownOrder, part: Decimal) -> str:
    back = reverse("storefront:card_returned", kwargs={"number": order.number})
    query = {
        **({"wallet_amount": str(part)} if part else {}),
        **({"keep": "on"} if _wants_to_keep(request) else {}),
    }
    return request.build_absolute_uri(f"{back}?{urlencode(query)}" if query else back)


def _show_waiting(
    request: HttpRequest, order: ShownOrder, payment: ShownPayment, progress: Progress
) -> HttpResponse:
    shown = {
        "order": order,
        "progress": progress,
        "action": payment.next_action,
        "due": money(payment.attempts[-1].amount, payment.currency),
        "qr_code": paying.qr_code(payment),
        "live": live_address(order.id),
    }
    return render(request, "storefront/pay_waiting.html", shown)


def _order_page(request: HttpRequest, order: ShownOrder) -> str:
    page = reverse("storefront:order", kwargs={"number": order.number})
    return request.build_absolute_uri(page)


def _pay_by_card(
    request: HttpRequest, order: ShownOrder, *, token: str, wallet_amount: Decimal, keep: bool
) -> None:
    if (wallet_amount or keep) and not _is_of_member(request, order):
        return
    back = _order_page(request, order)
    try:
        paying.pay_once(order, token=token, return_url=back, wallet_amount=wallet_amount, keep=keep)
    except TwinAtWork:
        # The page was reloaded while it was loading: the first one does it.
        return
    except DomainError as refusal:
        messages.warning(request, refusal.sentence)
