"""A buyer sends units back; the shop takes them in and credits them, or refuses."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.orders.models import Order, OrderLine, OrderState, Return
from apps.orders.queries import credits_that_do_not_add_up, returns_of
from apps.orders.rules import Arrived, RefusalReason, ReturnReason
from apps.orders.services import (
    ask_for_return,
    receive_return,
    refuse_return,
    require_no_order_under_way,
)
from shop.events.orders import RefundGranted, ReturnReceived, ReturnRefused, ReturnRequested
from shop.kernel import clock
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.identity import new_id
from tests.factories.orders import (
    OrderFactory,
    OrderLineFactory,
    ReturnedLineFactory,
    ReturnFactory,
)
from tests.together import outcomes_of


def delivered(*, quantity: int = 3, **values) -> Order:
    """So many tins at 3.33, with 4.99 for sending them."""
    goods = Decimal("3.33") * quantity
    order = OrderFactory(
        state=OrderState.DELIVERED,
        total=goods + Decimal("4.99"),
        tax_total=Decimal("1.00"),
        shipping_total=Decimal("4.99"),
        shipping_tax=Decimal("0.80"),
    )
    OrderLineFactory(
        order=order,
        quantity=quantity,
        shipped=quantity,
        unit_price=Decimal("3.33"),
        tax_amount=Decimal("0.20"),
        **values,
    )
    return order


def line_of(order: Order) -> OrderLine:
    return order.lines.get()


def ask(order: Order, units: int) -> Return:
    reason = ReturnReason.CHANGED_MIND
    return ask_for_return(order_id=order.id, units={line_of(order).id: units}, reason=reason)


def receive(asked: Return, **arrived: int) -> None:
    line_id: UUID = asked.lines.get().line_id
    receive_return(return_id=asked.id, arrived={line_id: Arrived(**arrived)})


def credited(order: Order) -> Decimal:
    order.refresh_from_db()
    return order.credited


def test_units_are_asked_back_received_and_credited(db, published):
    order = delivered()

    asked = ask(order, 2)
    receive(asked, restocked=1, damaged=1)

    (requested,), (received,) = published(ReturnRequested), published(ReturnReceived)
    assert (requested.items[0].quantity, requested.reason) == (2, "changed_mind")
    assert (received.items[0].restocked, received.items[0].damaged) == (1, 1)
    line = line_of(order)
    assert (line.shipped, line.returning, line.returned) == (1, 0, 2)
    assert credited(order) == Decimal("6.66")
    (granted,) = published(RefundGranted)
    assert (granted.amount.amount, granted.reason) == (Decimal("6.66"), "returned")
    (shown,) = returns_of(order.id)
    assert (shown.state, shown.items[0].arrived) == ("received", 2)


def test_the_last_units_bring_the_shipping_back_and_all_is_the_total(db):
    order = delivered()

    for units in (1, 2):
        receive(ask(order, units), restocked=units)

    assert credited(order) == order.total
    assert list(credits_that_do_not_add_up()) == []


def test_what_does_not_arrive_stays_with_the_buyer_and_can_be_asked_back_again(db):
    order = delivered()
    receive(ask(order, 3), discarded=1)
    line = line_of(order)

    assert (line.shipped, line.returning, line.returned) == (2, 0, 1)
    assert credited(order) == Decimal("3.33")
    ask(order, 2)
    with pytest.raises(DomainError, match="Only 0 units of Darjeeling, 250 g can be sent back"):
        ask(order, 1)


def test_a_return_that_is_refused_credits_nothing(db, published):
    order = delivered()
    asked = ask(order, 2)

    refuse_return(return_id=asked.id, refusal=RefusalReason.USED)

    line = line_of(order)
    assert (line.shipped, line.returning, line.returned) == (3, 0, 0)
    assert [event.reason for event in published(ReturnRefused)] == ["used"]
    assert credited(order) == 0
    for again in (partial(receive, asked, restocked=1), partial(refuse_return, return_id=asked.id)):
        with pytest.raises(DomainError, match="This return is refused already"):
            again(**({} if again.func is receive else {"refusal": RefusalReason.USED}))


@pytest.mark.parametrize("state", [OrderState.CONFIRMED, OrderState.SHIPPED])
def test_only_who_has_the_goods_can_send_them_back(db, state):
    order = delivered()
    Order.objects.update(state=state)

    with pytest.raises(DomainError, match=f"A {state} order is not with its buyer"):
        ask(order, 1)


def test_after_some_time_goods_stay_sold(db, settings):
    settings.RETURN_DAYS = 14
    order = delivered()

    too_late = pytest.raises(DomainError, match="14 days after the delivery")
    with clock.travelled_to(order.moved_at + timedelta(days=14, seconds=1)), too_late:
        ask(order, 1)
    with clock.travelled_to(order.moved_at + timedelta(days=13, hours=23)):
        ask(order, 1)


def test_tickets_are_not_taken_back(db):
    with pytest.raises(DomainError, match="tickets are not taken back"):
        ask(delivered(ticketed=True), 1)


def test_what_makes_no_sense_is_refused(db):
    order = delivered()
    reason = ReturnReason.CHANGED_MIND

    with pytest.raises(DomainError, match="Say how many units"):
        ask(order, 0)
    with pytest.raises(DomainError, match="Say how many units"):
        ask_for_return(order_id=order.id, units={}, reason=reason)
    with pytest.raises(NotFound, match="no such line"):
        ask_for_return(order_id=order.id, units={new_id(): 1}, reason=reason)
    with pytest.raises(DomainError, match="Only 3 units"):
        ask(order, 4)


def test_what_cannot_have_arrived_is_refused(db):
    asked = ask(delivered(), 2)

    with pytest.raises(DomainError, match="Only 2 units of TEA-1 were sent back"):
        receive(asked, restocked=2, damaged=1)
    with pytest.raises(DomainError, match="Nothing arrived"):
        receive(asked)
    with pytest.raises(DomainError, match="that nobody wanted to send back"):
        receive_return(return_id=asked.id, arrived={new_id(): Arrived(restocked=1)})


def test_nobody_is_forgotten_whose_parcel_is_on_its_way_back(db):
    order = delivered()
    asked = ask(order, 1)

    with pytest.raises(DomainError, match="Orders are under way"):
        require_no_order_under_way(customer_ids=[order.customer_id])
    refuse_return(return_id=asked.id, refusal=RefusalReason.NEVER_CAME)
    require_no_order_under_way(customer_ids=[order.customer_id])


def test_the_database_refuses_what_cannot_be(db):
    part = ReturnedLineFactory()
    wrong = {
        "returned_line_quantity": partial(ReturnedLineFactory, quantity=0),
        "returned_line_arrived_within_quantity": partial(ReturnedLineFactory, restocked=2),
        "returned_line_once": partial(ReturnedLineFactory, parcel=part.parcel, line=part.line),
        "return_credited_when_received": partial(
            ReturnFactory, state="received", decided_at=clock.now()
        ),
        "return_refused_for_a_reason": partial(
            ReturnFactory, state="refused", decided_at=clock.now()
        ),
        "return_decided_when": partial(ReturnFactory, decided_at=clock.now()),
        "order_line_returns_what_was_sent": partial(OrderLineFactory, shipped=1, returning=2),
    }

    for name, write in wrong.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            write()


@pytest.mark.django_db(transaction=True)
def test_many_tabs_at_once_ask_no_more_back_than_there_is():
    order = delivered(quantity=5)

    outcomes = outcomes_of([partial(ask, order, 2) for _ in range(6)])

    assert [type(it) for it in outcomes if isinstance(it, BaseException)] == [DomainError] * 4
    line = line_of(order)
    assert (line.returning, Return.objects.count()) == (4, 2)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_decide_a_return_once(published):
    orders = [delivered() for _ in range(6)]

    for order in orders:
        asked = ask(order, 3)
        outcomes = outcomes_of(
            [
                partial(receive, asked, restocked=3),
                partial(receive, asked, damaged=2),
                partial(refuse_return, return_id=asked.id, refusal=RefusalReason.USED),
            ]
        )
        assert [type(it) for it in outcomes if it is not None] == [DomainError] * 2

    decided = len(published(ReturnReceived)) + len(published(ReturnRefused))
    assert decided == 6
    assert len(published(RefundGranted)) == len(published(ReturnReceived))
    assert list(credits_that_do_not_add_up()) == []
