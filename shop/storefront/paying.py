"""The ways to pay an order: by the gateway's card page and back, by UPI, or from the wallet."""

import hashlib
from decimal import Decimal
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

import msgspec
import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from apps.orders.queries import ShownOrder
from apps.payments.queries import ShownPayment
from apps.payments.rules import ActionKind, Method, StatusWord
from apps.payments.services import start_attempt
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.idempotency import KeyedRequest, done_once
from shop.storefront.once import Pressed, do_once_or_anew, untold
from shop.storefront.wallets import Wallet, wallet_to_pay


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """How the buyer wants to pay; `vpa` is the UPI id to ask, `return_url` a page of the shop.

    `wallet_amount` of it comes from the wallet first; `saved_card` is one that the member has kept.
    """

    method: Method
    return_url: str
    vpa: str = ""
    wallet_amount: Decimal = Decimal(0)
    saved_card: UUID | None = None


def card_page(order: ShownOrder, due: Money, *, return_url: str) -> str:
    """Where the buyer types the card; from there the way leads to `return_url` with a token."""
    query = {
        "amount": str(due.amount),
        "currency": due.currency,
        "reference": order.number,
        "return_url": return_url,
    }
    return f"{settings.SANDBOX_PUBLIC_URL}/gateway/card?{urlencode(query)}"


def wallet_for(order: ShownOrder, payment: ShownPayment) -> Wallet | None:
    """What its buyer, who has signed in, has in the wallet to pay the order with."""
    return wallet_to_pay(payment.due, put_aside=payment.put_aside, member_id=order.customer_id)


def pay_once(
    order: ShownOrder, *, token: str, return_url: str, wallet_amount: Decimal, keep: bool
) -> None:
    """Starts one attempt with the token, however often the buyer comes back with it.

    Raises DomainError if the order cannot be paid any more, or the wallet cannot give its part.
    """
    # The key is kept longer than a token may be: only its fingerprint is stored.
    asked = KeyedRequest(
        key=hashlib.sha256(token.encode()).hexdigest(),
        caller=f"customer:{order.customer_id}",
        route=f"card returned {order.number}",
        body=b"",
    )
    start = partial(start_attempt, order_id=order.id, method=Method.CARD, token=token)
    more = {"return_url": return_url, "wallet_amount": wallet_amount, "keep": keep}
    done_once(asked, untold(partial(start, **more)))


def start_once(order: ShownOrder, choice: Choice, *, key: str) -> None:
    """Starts one attempt however often the button is pressed; another choice is another attempt.

    Raises DomainError if it cannot be: paid or cancelled, too little in the wallet, no UPI id.
    """
    pressed = Pressed(customer_id=order.customer_id, form=f"pay {order.number}", key=key)
    start = partial(start_attempt, order_id=order.id, method=choice.method, vpa=choice.vpa)
    more = {"wallet_amount": choice.wallet_amount, "saved_card": choice.saved_card}
    do_once_or_anew(pressed, choice, partial(start, return_url=choice.return_url, **more))


def waits_for_upi(payment: ShownPayment) -> bool:
    """Whether a UPI app is about to ask its owner."""
    by_upi = payment.method in {Method.UPI_INTENT, Method.UPI_COLLECT}
    return by_upi and payment.status == StatusWord.PROCESSING


def qr_code(payment: ShownPayment) -> SafeString:
    """The picture that a UPI app can read from another screen, as SVG; empty for other ways."""
    action = payment.next_action
    if action is None or action.kind != ActionKind.UPI_INTENT:
        return SafeString()
    picture = segno.make(action.url, error="m", micro=False)
    svg = picture.svg_inline(omitsize=True, border=3, dark="#000", light="#fff", svgclass="qr")
    # Nothing of the link is in the picture but its modules.
    return mark_safe(svg)  # noqa: S308


def minutes_left(order: ShownOrder) -> int:
    """Whole minutes for which the goods are still kept, rounded up."""
    if order.pay_by is None:
        return 0
    return max(0, -int((clock.now() - order.pay_by).total_seconds() // 60))
