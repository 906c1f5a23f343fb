"""Every way in which a buyer may pay, go away, or change their mind, and how it has to end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.faults.insisting import PATIENCE_SECONDS
from tests.journeys.shopper import (
    ADDRESS,
    APPROVED,
    ASKS,
    DECLINED,
    LETS_GO,
    MUDDLED,
    REFUSES,
    REPEATING,
    SLOW,
    SLOW_LANE,
    STALLED,
    Shopper,
    eventually,
)

Step = Callable[[Shopper, str], object]
_IN_VAIN = {("cancelled", "expired"), ("cancelled", "stock_lost")}


class Wish(Enum):
    """What becomes of an order, as (state, reason of the cancellation).

    HAVE: it comes, unless paying took too long. LEAVE: nobody pays it. STOP: it is cancelled,
    unless it was on its way already, or paying took too long. REFUSE: its parcel comes back.
    """

    HAVE = frozenset({("delivered", ""), *_IN_VAIN})
    LEAVE = frozenset({("cancelled", "expired")})
    STOP = frozenset({("cancelled", "requested"), ("delivered", ""), *_IN_VAIN})
    REFUSE = frozenset({("shipped", ""), *_IN_VAIN})


class Credit(Enum):
    """How much of an order that came, or was to come, its buyer need not pay after all.

    IF_IN_TIME: a part of it, unless the parcel had left.
    """

    NOTHING = frozenset({"nothing"})
    PART = frozenset({"part"})
    ALL = frozenset({"all"})
    IF_IN_TIME = frozenset({"nothing", "part"})


@dataclass(frozen=True, kw_only=True)
class Way:
    """With `token`, the order is paid as it is placed; `steps` come afterwards.

    `by_voucher` is only possible by a cart.
    """

    wish: Wish
    token: str = ""
    steps: tuple[Step, ...] = ()
    units: int = 1
    address: Mapping[str, str] = field(default_factory=lambda: ADDRESS)
    by_voucher: bool = False
    credit: Credit = Credit.NOTHING


def by_card(token: str) -> Step:
    return lambda shopper, order_id: shopper.pays(order_id, token)


def by_upi_app(name: str) -> Step:
    return lambda shopper, order_id: shopper.pays_by(
        order_id, method="upi_collect", vpa=f"{name}@sandbox"
    )


def by_upi_link(shopper: Shopper, order_id: str) -> None:
    shopper.pays_by(order_id, method="upi_intent")


def by_wallet_or_card(shopper: Shopper, order_id: str) -> None:
    """Guests have no wallet, and in some wallets there is too little."""
    if not shopper.pays_by(order_id, method="wallet").is_success:
        shopper.pays(order_id, APPROVED)


def by_wallet_and_card(shopper: Shopper, order_id: str) -> None:
    """Some euros come from the wallet, if there is one with so much."""
    part = {"method": "card", "token": APPROVED, "wallet_amount": "2.00"}
    if not shopper.pays_by(order_id, **part).is_success:
        shopper.pays(order_id, APPROVED)


def sends_back(units: int) -> Step:
    """Once the parcel is there, if it ever is."""

    def send(shopper: Shopper, order_id: str) -> None:
        order = eventually(
            lambda: _there_or_over(shopper.order(order_id)),
            lambda: f"the parcel of {shopper.order(order_id)}",
            patience=PATIENCE_SECONDS,
            pause=0.3,
        )
        if order["state"] == "delivered":
            shopper.sends_back(order_id, order["lines"][0]["id"], units).raise_for_status()

    return send


def _there_or_over(order: dict[str, Any]) -> dict[str, Any] | None:
    return order if order["state"] in {"delivered", "cancelled"} else None


def leaves_out(units: int, *, parcel: frozenset[str]) -> Step:
    """Once the order is paid, and its parcel in one of these states, if there is any to be."""

    def leave(shopper: Shopper, order_id: str) -> None:
        eventually(
            lambda: _left_out_or_over(shopper, order_id, units, parcel),
            lambda: f"the parcel of {shopper.order(order_id)}",
            patience=PATIENCE_SECONDS,
            pause=0.1,
        )

    return leave


def _left_out_or_over(shopper: Shopper, order_id: str, units: int, parcel: frozenset[str]) -> bool:
    """Whether it was decided; a parcel that is just being asked for has to be tried again."""
    order = shopper.order(order_id)
    if order["state"] in {"shipped", "delivered", "cancelled"}:
        return True
    if order["state"] != "confirmed" or shopper.parcel_state(order_id) not in parcel:
        return False
    answer = shopper.wants_less(order_id, order["lines"][0]["id"], units)
    assert answer.status_code in {200, 202, 409}, answer.text
    return "try again in a moment" not in answer.text


def sees_page(shopper: Shopper, order_id: str) -> None:
    page_for(shopper, order_id)


def presses(button: str) -> Step:
    """What the buyer does on the page where the payment is approved, if there is one."""

    def press(shopper: Shopper, order_id: str) -> None:
        if page := page_for(shopper, order_id):
            shopper.decides(page, button)

    return press


def pays_otherwise_and_approves_all_the_same(shopper: Shopper, order_id: str) -> None:
    page = page_for(shopper, order_id)
    shopper.pays(order_id, APPROVED)
    if page:
        shopper.decides(page, "approve")


def pays_once_the_bank_gave_nothing(shopper: Shopper, order_id: str) -> None:
    """At once, or when the parcel has left, as the shop charges its cards."""
    eventually(
        lambda: shopper.payment(order_id)["status"] in {"requires_payment_method", "canceled"},
        lambda: f"the bank's no to {shopper.payment(order_id)}",
        patience=PATIENCE_SECONDS,
        pause=0.3,
    )
    shopper.pays(order_id, APPROVED)


def cancels(shopper: Shopper, order_id: str) -> None:
    shopper.cancels(order_id)


def page_for(shopper: Shopper, order_id: str) -> dict[str, Any] | None:
    """Where the buyer is asked to act; None if nobody will ask any more."""
    payment: dict[str, Any] = eventually(
        lambda: _asking_or_over(shopper.payment(order_id)),
        lambda: f"a page for {shopper.payment(order_id)}",
        patience=PATIENCE_SECONDS,
        pause=0.3,
    )
    page: dict[str, Any] | None = payment["next_action"]
    return page


def _asking_or_over(payment: dict[str, Any]) -> dict[str, Any] | None:
    is_under_way = payment["status"] in {"processing", "requires_action"}
    return payment if payment["next_action"] or not is_under_way else None


_ANY = frozenset({"", "requested", "booked"})
_BOOKED = frozenset({"booked"})
_HAVE, _LEAVE, _STOP, _REFUSE = Wish.HAVE, Wish.LEAVE, Wish.STOP, Wish.REFUSE
_PART, _ALL, _IF_IN_TIME = Credit.PART, Credit.ALL, Credit.IF_IN_TIME

WAYS = {
    "card": Way(wish=_HAVE, token=APPROVED),
    "card, slowly": Way(wish=_HAVE, token=SLOW),
    "card, told three times": Way(wish=_HAVE, token=REPEATING),
    "card, told in the wrong order": Way(wish=_HAVE, token=MUDDLED),
    "card, without an answer": Way(wish=_HAVE, token=STALLED),
    "declined": Way(wish=_LEAVE, token=DECLINED),
    "declined, another card": Way(wish=_HAVE, token=DECLINED, steps=(by_card(APPROVED),)),
    "card, nothing there, another card": Way(
        wish=_HAVE, token=LETS_GO, steps=(pays_once_the_bank_gave_nothing,)
    ),
    "bank, approved": Way(wish=_HAVE, token=ASKS, steps=(presses("approve"),)),
    "bank, refused": Way(wish=_LEAVE, token=ASKS, steps=(presses("refuse"),)),
    "bank, refused, another card": Way(
        wish=_HAVE, token=ASKS, steps=(presses("refuse"), by_card(APPROVED))
    ),
    "bank, left": Way(wish=_LEAVE, token=ASKS, steps=(sees_page,)),
    "bank, left for another card, approved": Way(
        wish=_HAVE, token=ASKS, steps=(pays_otherwise_and_approves_all_the_same,)
    ),
    "upi link, approved": Way(wish=_HAVE, steps=(by_upi_link, presses("approve"))),
    "upi link, refused": Way(wish=_LEAVE, steps=(by_upi_link, presses("refuse"))),
    "upi link, left": Way(wish=_LEAVE, steps=(by_upi_link,)),
    "upi app, approved": Way(wish=_HAVE, steps=(by_upi_app("approve"),)),
    "upi app, told three times": Way(wish=_HAVE, steps=(by_upi_app("repeated"),)),
    "upi app, without an answer": Way(wish=_HAVE, steps=(by_upi_app("stalled"),)),
    "upi app, declined": Way(wish=_LEAVE, steps=(by_upi_app("decline"),)),
    "upi app, expired": Way(wish=_LEAVE, steps=(by_upi_app("expired"),)),
    "upi app, expired, asked again": Way(
        wish=_HAVE, steps=(by_upi_app("expired"), by_upi_app("slow"))
    ),
    # If the shop asks so late that it knows of time and money at once, it takes the money.
    "upi app, money too late": Way(wish=_HAVE, steps=(by_upi_app("late"),)),
    "upi app, money too late, paid by card": Way(
        wish=_HAVE, steps=(by_upi_app("late"), sees_page, by_card(APPROVED))
    ),
    "left out as soon as it is paid": Way(
        wish=_HAVE,
        token=APPROVED,
        units=3,
        address=SLOW_LANE,
        steps=(leaves_out(1, parcel=_ANY),),
        credit=_IF_IN_TIME,
    ),
    "left out after the parcel was booked": Way(
        wish=_HAVE,
        units=3,
        address=SLOW_LANE,
        steps=(by_wallet_and_card, leaves_out(2, parcel=_BOOKED)),
        credit=_IF_IN_TIME,
    ),
    "left out and stopped": Way(
        wish=_STOP,
        token=APPROVED,
        units=3,
        address=SLOW_LANE,
        steps=(leaves_out(1, parcel=_BOOKED), cancels),
        credit=_IF_IN_TIME,
    ),
    "wallet": Way(wish=_HAVE, steps=(by_wallet_or_card,)),
    "wallet, stopped": Way(wish=_STOP, steps=(by_wallet_or_card, cancels)),
    "card, stopped": Way(wish=_STOP, token=APPROVED, steps=(cancels,)),
    "bank, approved, stopped": Way(wish=_STOP, token=ASKS, steps=(presses("approve"), cancels)),
    "not paid, stopped": Way(wish=_STOP, steps=(cancels,)),
    "wallet and card, stopped": Way(wish=_STOP, steps=(by_wallet_and_card, cancels)),
    "wallet and card, returned in part": Way(
        wish=_HAVE, units=3, steps=(by_wallet_and_card, sends_back(2)), credit=_PART
    ),
    "returned bit by bit": Way(
        wish=_HAVE, token=APPROVED, units=3, steps=(sends_back(2), sends_back(1)), credit=_ALL
    ),
    "voucher, returned in part": Way(
        wish=_HAVE, token=APPROVED, units=3, by_voucher=True, steps=(sends_back(1),), credit=_PART
    ),
    "voucher, stopped": Way(wish=_STOP, token=APPROVED, by_voucher=True, steps=(cancels,)),
    "undelivered": Way(wish=_REFUSE, token=APPROVED, units=2, address=REFUSES, credit=_ALL),
    "wallet and card, undelivered": Way(
        wish=_REFUSE, address=REFUSES, steps=(by_wallet_and_card,), credit=_ALL
    ),
}
