from decimal import Decimal

import pytest

from apps.orders.models import Order, OrderState
from apps.orders.services import (
    WantedLine,
    cancel_order,
    change_offer_price,
    confirm_order,
    place_order,
    stop_order,
    withdraw_offers,
)
from shop.events.base import Money
from shop.events.inventory import StockReserved
from shop.events.orders import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderPendingPayment,
    OrderPlaced,
    OrderRejected,
    Shortage,
)
from shop.events.payments import PaymentRequested
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import OrderFactory, OrderLineFactory, TaxRateFactory


def place(*lines: WantedLine, token: str = ""):
    return place_order(
        customer_id=new_id(),
        lines=lines,
        delivery_address=ADDRESS,
        email="ada@example.com",
        payment_token=token,
    )


def test_an_order_with_enough_stock_waits_for_its_payment(stocked, published):
    stocked("TEA-1", units=5)

    placed = place(WantedLine("TEA-1", 2))

    assert placed.order.state == OrderState.PENDING_PAYMENT
    assert placed.order.total == Decimal("25.00")
    assert placed.order.pay_by is not None
    assert [e.order_id for e in published(OrderPlaced)] == [placed.order.id]
    assert [e.order_id for e in published(StockReserved)] == [placed.order.id]
    assert [e.order_id for e in published(OrderPendingPayment)] == [placed.order.id]


def test_events_are_written_in_the_order_in_which_they_happened(stocked):
    stocked("TEA-1", units=5)

    place(WantedLine("TEA-1", 1), token="tok_4242424242424242")

    names = [type_.split(".")[2] for type_ in outbox_types()]
    assert names[-4:] == [
        "OrderPlaced",
        "StockReserved",
        "OrderPendingPayment",
        "PaymentRequested",
    ]


def outbox_types() -> list[str]:
    return list(OutboxEvent.objects.order_by("id").values_list("type", flat=True))


def test_a_token_asks_for_the_money_at_once_and_is_not_kept(stocked, published):
    stocked("TEA-1", units=5)

    placed = place(WantedLine("TEA-1", 1), token="tok_4242424242424242")

    assert [e.order_id for e in published(PaymentRequested)] == [placed.order.id]
    assert Order.objects.get(pk=placed.order.pk).payment_token == ""


def test_a_shortage_rejects_the_order_and_names_the_lines(stocked, published):
    stocked("TEA-1", units=1)
    stocked("CUP-1", units=9)

    placed = place(WantedLine("TEA-1", 2), WantedLine("CUP-1", 1))

    assert placed.order.state == OrderState.REJECTED
    assert [(line.sku, line.available) for line in placed.lines] == [("TEA-1", 1), ("CUP-1", None)]
    assert published(OrderRejected)[0].shortages == (Shortage(sku="TEA-1", wanted=2, available=1),)


def test_two_lines_of_one_sku_are_judged_together(stocked):
    stocked("TEA-1", units=3)

    placed = place(WantedLine("TEA-1", 2), WantedLine("TEA-1", 2))

    assert placed.order.state == OrderState.REJECTED


@pytest.mark.parametrize("quantity", [0, -1, 10_001])
def test_a_quantity_out_of_range_is_refused(stocked, quantity):
    stocked("TEA-1", units=5)

    with pytest.raises(InvalidInput, match="a line has between 1 and"):
        place(WantedLine("TEA-1", quantity))


def test_an_unknown_sku_is_refused_and_nothing_is_written(stocked):
    stocked("TEA-1", units=5)
    before = len(outbox_types())

    with pytest.raises(InvalidInput, match="nothing called CUP-404"):
        place(WantedLine("TEA-1", 1), WantedLine("CUP-404", 1))

    assert len(outbox_types()) == before
    assert not Order.objects.exists()


def test_a_withdrawn_product_cannot_be_ordered(stocked):
    offer = stocked("TEA-1", units=5)
    withdraw_offers(product_id=offer.product_id)

    with pytest.raises(DomainError, match="No longer for sale: TEA-1"):
        place(WantedLine("TEA-1", 1))


def test_tax_is_taken_from_the_country_of_delivery(stocked):
    stocked("TEA-1", units=5, price="12.00", tax_class="standard")
    rate = TaxRateFactory(country="GB", tax_class="standard", rate=Decimal("0.20"))

    placed = place(WantedLine("TEA-1", 1))

    assert placed.order.tax_total == Decimal("2.00")
    assert placed.lines[0].tax_rate_id == rate.pk


def test_the_price_that_was_agreed_stays(stocked):
    stocked("TEA-1", units=5, price="12.50")
    placed = place(WantedLine("TEA-1", 1))

    change_offer_price(sku="TEA-1", price=Money(amount=Decimal("99.00"), currency="EUR"))

    assert Order.objects.get(pk=placed.order.pk).lines.get().unit_price == Decimal("12.50")


def test_cancelling_gives_up_every_unit(db, published):
    line = OrderLineFactory(quantity=2)

    cancel_order(order_id=line.order_id, reason="requested")

    line.refresh_from_db()
    assert (line.cancelled, line.open_quantity) == (2, 0)
    assert published(OrderCancelled)[0].reason == "requested"


def test_a_shipped_order_cannot_be_cancelled(db, published):
    order = OrderFactory(state=OrderState.SHIPPED)

    with pytest.raises(DomainError, match="A shipped order cannot become cancelled"):
        cancel_order(order_id=order.id, reason="too late")

    assert published(OrderCancelled) == []


def test_stopping_a_confirmed_order_asks_shipping_first(db, published):
    order = OrderFactory(state=OrderState.CONFIRMED)

    stopped = stop_order(order_id=order.id)

    assert stopped.state == OrderState.CONFIRMED
    assert [e.order_id for e in published(OrderCancellationRequested)] == [order.id]


def test_money_that_comes_for_a_cancelled_order_does_not_revive_it(db):
    order = OrderFactory(state=OrderState.CANCELLED, cancel_reason="expired")

    confirm_order(order_id=order.id)

    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
