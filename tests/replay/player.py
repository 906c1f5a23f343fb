"""Plays what happened through the services of the shop, each at its moment."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from apps.inventory.services import open_warehouse, receive_delivery, release_lapsed_holds
from apps.orders.models import Order, OrderState
from apps.orders.rules import (
    WantedLine,
    confirm_orderable,
)
from apps.orders.services import stop_order
from apps.orders.services.placing import place_agreed
from apps.payments.models import PaymentAttempt, Refund
from apps.payments.services import (
    choose_gateway,
    record_charge,
    record_refund,
    start_attempt,
)
from apps.shipping.models import Shipment
from apps.shipping.rules import Consignment, ConsignmentStatus
from apps.shipping.services import hear_of_consignment
from shop.kernel import clock, jobs
from shop.kernel.errors import DomainError
from tests.replay import expected
from tests.replay.handlers import Everybody
from tests.replay.timeline import Happening, Told, What
from tests.replay.words import agreement_on, buyer_of, charge_of

WAREHOUSE = "history"
SKUS_OF_A_LORRY = 200

# The shop's own verbs, on a copy that nobody keeps: they say what an order cannot become.
_MAY_BECOME: Mapping[OrderState, Callable[[Order], None]] = {
    OrderState.SHIPPED: lambda order: order.ship("told"),
    OrderState.DELIVERED: Order.deliver,
}


@dataclass
class Played:
    """By the history's order: which one it is in the shop; why it was refused, and in what words.

    A refused order is left as it is: nothing that the history tells of it later is played.
    """

    orders: dict[str, UUID] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    sentences: Counter[tuple[str, str]] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)

    @property
    def short(self) -> list[str]:
        """The orders for which too little was there."""
        return [order for order, reason in self.refused.items() if reason == expected.SHORT]


class NotPayable(DomainError):
    """The gateway's money is not what the order costs."""


class Player:
    """Knows which order of the shop is which one of the history, and which ones wait for money."""

    def __init__(self) -> None:
        self.played = Played()
        self._everybody = Everybody()
        self._waiting: set[str] = set()

    def fill_shelves(self, units: Mapping[str, int]) -> None:
        """Puts so many units of each SKU there, a lorry after the other."""
        open_warehouse(code=WAREHOUSE, name="The history's")
        goods = [(sku, quantity) for sku, quantity in units.items() if quantity]
        for first in range(0, len(goods), SKUS_OF_A_LORRY):
            lorry = dict(goods[first : first + SKUS_OF_A_LORRY])
            receive_delivery(warehouse=WAREHOUSE, units=lorry)
        self._everybody.hear_all()

    def play(self, happening: Happening) -> None:
        """Lets it happen, and all that follows from it; or notes why the shop would not have it."""
        order = happening.order
        if happening.what == What.TIME_IS_OVER:
            self._let_time_be_over(happening)
        elif order.id not in self.played.refused:
            self._try(happening)

    def _try(self, happening: Happening) -> None:
        step, reason = _STEPS[happening.what]
        order = happening.order
        with clock.travelled_to(happening.moment):
            try:
                step(self, order)
            except DomainError as refusal:
                self.played.refused[order.id] = getattr(refusal, "reason", reason)
                said = refusal.sentence
                self.played.sentences[self.played.refused[order.id], said] += 1
            else:
                self.played.steps[happening.what] += 1
            self._let_others_act()

    def _let_time_be_over(self, happening: Happening) -> None:
        order = happening.order
        if order.id not in self._waiting:
            return
        with clock.travelled_to(happening.moment):
            release_lapsed_holds()
            self._let_others_act()
        self._waiting.remove(order.id)
        if order.id not in self.played.refused:
            ended = Order.objects.get(pk=self.played.orders[order.id])
            self.played.refused[order.id] = expected.NOT_PAID
            words = f"The order is {ended.state}: {ended.cancel_reason}."
            self.played.sentences[expected.NOT_PAID, words] += 1

    def place(self, order: Told) -> None:
        confirm_orderable([WantedLine(sku, 1) for sku, _ in order.lines])
        placed = place_agreed(buyer_of(order), agreement_on(order))
        self.played.orders[order.id] = placed.order.id
        if placed.is_rejected:
            raise TooLittleThere("Not everything is there in the quantity you want.")
        self._waiting.add(order.id)

    def pay(self, order: Told) -> None:
        """What the buyer paid in several ways is one charge; who paid nothing is never charged."""
        if order.paid is None:
            return
        order_id = self.played.orders[order.id]
        start_attempt(order_id=order_id, token="tok_history")
        attempt = PaymentAttempt.objects.get(payment__order_id=order_id)
        jobs.perform(PaymentAttempt, attempt.id, partial(_charge, order))
        self._let_others_act()
        if Order.objects.get(pk=order_id).awaits_payment:
            refund = Refund.objects.get(attempt=attempt)
            raise NotPayable(f"The money went back: {refund.reason}.")
        self._waiting.remove(order.id)

    def hand_over(self, order: Told) -> None:
        self._hear_of_parcel(order, OrderState.SHIPPED, ConsignmentStatus.DISPATCHED)

    def deliver(self, order: Told) -> None:
        self._hear_of_parcel(order, OrderState.DELIVERED, ConsignmentStatus.DELIVERED)

    def give_up(self, order: Told) -> None:
        stop_order(order_id=self.played.orders[order.id])

    def _hear_of_parcel(self, order: Told, state: OrderState, status: ConsignmentStatus) -> None:
        order_id = self.played.orders[order.id]
        _MAY_BECOME[state](Order.objects.get(pk=order_id))
        shipment = Shipment.objects.get(order_id=order_id)
        consignment = Consignment(
            id=order.id, reference=str(shipment.id), status=status, tracking_number=order.id[:12]
        )
        hear_of_consignment(shipment_id=shipment.id, consignment=consignment)

    def _let_others_act(self) -> None:
        """Handlers hear of it, and the gateway gives back what it is asked for."""
        self._everybody.hear_all()
        for refund_id in list(
            Refund.objects.filter(due_at__lte=clock.now()).values_list("pk", flat=True)
        ):
            jobs.perform(Refund, refund_id, _give_back)
        self._everybody.hear_all()


class TooLittleThere(DomainError):
    """The order was kept, rejected."""

    reason = expected.SHORT


Step = Callable[[Player, Told], None]
_STEPS: dict[What, tuple[Step, str]] = {
    What.PLACED: (Player.place, expected.NO_ITEMS),
    What.PAID: (Player.pay, expected.OTHER_AMOUNT),
    What.HANDED_OVER: (Player.hand_over, expected.UNPAID_PARCEL),
    What.DELIVERED: (Player.deliver, expected.EARLY_DELIVERY),
    What.GIVEN_UP: (Player.give_up, expected.LATE_CANCELLATION),
}
"""What is done, and which rule was broken where the shop refuses it."""


def _charge(order: Told, attempt: PaymentAttempt) -> None:
    choose_gateway(attempt_id=attempt.id, claims=attempt.claims, gateway="sandbox")
    charge = charge_of(order, attempt)
    record_charge(attempt_id=attempt.id, claims=attempt.claims, charge=charge)


def _give_back(refund: Refund) -> None:
    record_refund(refund_id=refund.id, claims=refund.claims)
