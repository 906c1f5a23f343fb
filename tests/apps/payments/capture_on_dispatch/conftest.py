from decimal import Decimal

import pytest

from apps.payments.services import start_attempt
from tests.apps.payments.capture_on_dispatch.standing import ADA, goods_leave
from tests.apps.payments.story import (
    give,
    order_waits,
)
from tests.shop.sandbox.calls import APPROVED


@pytest.fixture(autouse=True)
def _on_dispatch(settings):
    settings.CAPTURE = "on_dispatch"


@pytest.fixture
def payment(sandbox, do_jobs):
    """12.50 euros, kept by the bank of somebody with 8 euros in the wallet."""
    give(ADA, "8.00")
    payment = order_waits(token=APPROVED, customer_id=ADA)
    do_jobs()
    return payment


@pytest.fixture
def split(sandbox, do_jobs):
    """8 euros of 12.50 from the wallet, and the rest kept by the bank."""
    give(ADA, "8.00")
    payment = order_waits(customer_id=ADA)
    start_attempt(order_id=payment.order_id, token=APPROVED, wallet_amount=Decimal("8.00"))
    do_jobs()
    return payment


@pytest.fixture
def dispatch(deliver, do_jobs):
    """The parcel of the payment's order leaves, and everybody does what follows."""

    def leave(payment):
        goods_leave(payment)
        deliver("payments")
        do_jobs()

    return leave
