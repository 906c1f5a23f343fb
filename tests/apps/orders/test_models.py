import pytest
from django.db import IntegrityError

from apps.orders.models import Order, OrderState
from apps.orders.rules import MOVES as MOVES_FROM
from apps.orders.rules import IllegalMove
from shop.kernel import clock
from shop.kernel.errors import DomainError
from tests.factories.orders import OrderFactory, OrderLineFactory

MOVES = {
    "confirm": {OrderState.PENDING_PAYMENT},
    "ship": {OrderState.CONFIRMED},
    "deliver": {OrderState.SHIPPED},
    "cancel": {OrderState.PENDING_PAYMENT, OrderState.CONFIRMED},
}
ARGUMENTS = {"ship": ["TRACK-1"], "cancel": ["requested"]}


@pytest.mark.parametrize("state", OrderState.values)
@pytest.mark.parametrize("verb", MOVES)
def test_an_order_moves_only_along_its_life(verb, state):
    order = OrderFactory.build(state=state)

    if state in MOVES[verb]:
        getattr(order, verb)(*ARGUMENTS.get(verb, []))
        assert order.state != state
    else:
        with pytest.raises(IllegalMove, match=f"A {state} order cannot become") as refused:
            getattr(order, verb)(*ARGUMENTS.get(verb, []))
        assert refused.value.details == {"state": state, "allowed": sorted(MOVES_FROM[state])}


def test_the_cancellation_of_a_confirmed_order_is_requested_once():
    order = OrderFactory.build(state=OrderState.CONFIRMED)
    order.request_cancellation(clock.now())

    with pytest.raises(DomainError, match="already requested"):
        order.request_cancellation(clock.now())


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "lost"}, "order_state_known"),
        ({"tax_total": -1}, "order_tax_within_total"),
        ({"refunded": 1}, "order_refund_within_captured"),
        ({"state": "cancelled"}, "order_cancelled_for_a_reason"),
        ({"cancel_reason": "requested"}, "order_cancelled_for_a_reason"),
    ],
)
def test_the_database_refuses_an_impossible_order(db, change, constraint):
    order = OrderFactory()

    with pytest.raises(IntegrityError, match=constraint):
        Order.objects.filter(pk=order.pk).update(**change)


def test_the_database_refuses_more_units_than_were_ordered(db):
    line = OrderLineFactory(quantity=2, shipped=2)

    with pytest.raises(IntegrityError, match="order_line_units_add_up"):
        type(line).objects.filter(pk=line.pk).update(cancelled=1)
