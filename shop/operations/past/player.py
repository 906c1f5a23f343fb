"""One purchase after the other, each played once however often the player is started."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from apps.inventory.services import receive_delivery
from apps.orders.queries import orders_of
from apps.orders.services import WantedLine, place_order, stop_order
from apps.payments.services import start_attempt
from shop.events.base import PostalAddress
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.idempotency import KeyedRequest, Outcome, done_once
from shop.operations.demo.history import Outcome as Ending
from shop.operations.demo.history import PlannedPurchase, plan_history
from shop.operations.demo.people import DemoPerson
from shop.operations.past.patience import wait_for_gateway

SEED = 1869
_PEOPLE = UUID("6c1d0f5e-2b0a-5d55-9d0e-7a3b5d1f2c11")
_GOOD_CARD = "tok_4242424242424242"
_BAD_CARD = "tok_4000000000000002"
_FIRST_CARD = {Ending.DELIVERED: _GOOD_CARD, Ending.DECLINED_THEN_PAID: _BAD_CARD}
_SECOND_THOUGHTS = timedelta(minutes=4)
_WAREHOUSE = "north"


@dataclass(frozen=True, kw_only=True)
class Played:
    """A purchase of the plan, and whether it was played just now."""

    planned: PlannedPurchase
    is_new: bool


def play_history(*, until: datetime, days: int) -> Iterator[Played]:
    """Plays the last `days` days before `until` (aware), the oldest purchase first.

    Every purchase happens at its moment; what follows from it happens when the relay and the
    workers hear of it. The same arguments again play only what is missing.
    """
    for planned in plan_history(seed=SEED, until=until, days=days):
        yield Played(planned=planned, is_new=not _was_played(planned) and _play(planned))


def customer_id_of(person: DemoPerson) -> UUID:
    """The person's id, the same in every run."""
    return uuid5(_PEOPLE, person.email)


def _was_played(planned: PlannedPurchase) -> bool:
    """Asks the orders themselves: the keys of requests are forgotten after a while."""
    moment = (planned.placed_at, planned.placed_at + timedelta(minutes=1))
    return orders_of(customer_id_of(planned.customer)).filter(placed_at__range=moment).exists()


def _play(planned: PlannedPurchase) -> bool:
    try:
        with clock.travelled_to(planned.placed_at):
            done_once(_request(planned, "delivery"), partial(_deliver, planned))
            order_id = UUID(done_once(_request(planned, "order"), partial(_place, planned)).body)
        _go_on(planned, order_id)
    except DomainError:
        # A product was withdrawn since, or the time to pay ran out: then it went like that.
        return False
    return True


def _deliver(planned: PlannedPurchase) -> Outcome:
    """What the purchase takes from the shelves was put there before."""
    units = {line.sku: line.quantity for line in planned.lines}
    receive_delivery(warehouse=_WAREHOUSE, units=units, reason="delivery")
    return Outcome(status=201, body="")


def _place(planned: PlannedPurchase) -> Outcome:
    placed = place_order(
        customer_id=customer_id_of(planned.customer),
        lines=[WantedLine(line.sku, line.quantity) for line in planned.lines],
        delivery_address=_address(planned.customer),
        email=planned.customer.email,
        payment_token=_FIRST_CARD.get(planned.outcome, ""),
    )
    return Outcome(status=201, body=str(placed.order.id))


def _go_on(planned: PlannedPurchase, order_id: UUID) -> None:
    match planned.outcome:
        case Ending.CANCELLED:
            with clock.travelled_to(planned.placed_at + _SECOND_THOUGHTS):
                stop_order(order_id=order_id)
        case Ending.DELIVERED:
            wait_for_gateway(order_id, customer_id=customer_id_of(planned.customer))
        case Ending.DECLINED_THEN_PAID:
            wait_for_gateway(order_id, customer_id=customer_id_of(planned.customer))
            start_attempt(order_id=order_id, token=_GOOD_CARD)
            wait_for_gateway(order_id, customer_id=customer_id_of(planned.customer))


def _address(person: DemoPerson) -> PostalAddress:
    return PostalAddress(
        name=person.name,
        line1=person.street,
        city=person.city,
        postal_code=person.postal_code,
        country=person.country,
    )


def _request(planned: PlannedPurchase, part: str) -> KeyedRequest:
    return KeyedRequest(
        key=f"{SEED}:{planned.placed_at.isoformat()}:{planned.customer.email}",
        caller="demo history",
        route=part,
        body=b"",
    )
