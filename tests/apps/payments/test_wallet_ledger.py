"""Whatever customers and staff do in whatever order: every cent is explained."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.payments.models import NotEnoughMoney, Payment, PaymentState
from apps.payments.queries import payments_out_of_balance, wallets_out_of_balance
from apps.payments.rules import Method
from apps.payments.services import close_payment, hand_over_payment, start_attempt
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.payments.story import PRICE, balance, give, order_waits
from tests.machines import THOROUGH

CUSTOMERS = st.integers(0, 1)
ORDERS = st.integers(0, 2)
MOVES = st.one_of(
    st.tuples(st.just("give"), CUSTOMERS, st.integers(1, 3000)),
    st.tuples(st.just("pay"), CUSTOMERS, ORDERS),
    st.tuples(st.just("cancel"), CUSTOMERS, ORDERS),
    st.tuples(st.just("claim"), CUSTOMERS, ORDERS),
)


class Household:
    """Two customers with three orders each, and what their wallets should hold."""

    def __init__(self) -> None:
        self.ids = [new_id(), new_id()]
        self.expected = {customer_id: Decimal(0) for customer_id in self.ids}
        self.orders = [
            [order_waits(customer_id=one).order_id for _ in range(3)] for one in self.ids
        ]

    def give(self, customer: int, cents: int) -> None:
        amount = Decimal(cents).scaleb(-2)
        give(self.ids[customer], str(amount))
        self.expected[self.ids[customer]] += amount

    def pay(self, customer: int, order: int) -> None:
        payment = self._payment(customer, order)
        affordable = self.expected[payment.customer_id] >= PRICE.amount
        try:
            start_attempt(order_id=payment.order_id, method=Method.WALLET)
        except NotEnoughMoney:
            assert not affordable
        except DomainError:
            assert payment.state != PaymentState.OPEN
        else:
            assert affordable
            self.expected[payment.customer_id] -= PRICE.amount

    def cancel(self, customer: int, order: int) -> None:
        payment = self._payment(customer, order)
        close_payment(order_id=payment.order_id)
        if payment.state == PaymentState.PAID:
            self.expected[payment.customer_id] += PRICE.amount

    def claim(self, customer: int, order: int) -> None:
        other = self._payment(1 - customer, order)
        hand_over_payment(order_id=other.order_id, customer_id=self.ids[customer])

    def _payment(self, customer: int, order: int) -> Payment:
        return Payment.objects.get(order_id=self.orders[customer][order])


@pytest.mark.django_db
@settings(max_examples=30 * THOROUGH, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=14))
def test_wallets_hold_what_was_given_and_not_spent(moves):
    household = Household()

    for move, customer, what in moves:
        getattr(household, move)(customer, what)

    assert {one: balance(one) for one in household.ids} == household.expected
    assert wallets_out_of_balance() == payments_out_of_balance() == []
