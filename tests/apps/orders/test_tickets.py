from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from apps.inventory.queries import tickets_of
from apps.inventory.services import open_tickets
from apps.orders.models import CartLine, OrderState
from apps.orders.queries import cart_of, quote, ticket_lines
from apps.orders.rules import IllegalMove, NotForSale, WantedLine
from apps.orders.services import (
    Tickets,
    add_to_cart,
    check_out,
    confirm_order,
    deliver_order,
    merge_carts,
    place_order,
    return_order,
    set_cart_quantity,
    set_shipping_rate,
    set_shipping_zone,
    ship_order,
    write_offers,
)
from shop.events.base import Money
from shop.events.catalog import PublishedVariant
from shop.events.orders import OrderConfirmed, OrderDelivered, OrderPlaced
from shop.events.shipping import ShipmentRequested
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.factories.inventory import WarehouseFactory
from tests.factories.orders import OfferFactory

pytestmark = pytest.mark.django_db

ADA = new_id()


@pytest.fixture(autouse=True)
def _concert():
    """Four seats, sold until tomorrow."""
    WarehouseFactory(code="north")
    open_tickets(sku="STALLS", warehouse="north", seats=["A1", "A2", "B1", "B2"])
    OfferFactory(
        sku="STALLS",
        price=Decimal("20.00"),
        ticketed=True,
        sold_until=clock.now() + timedelta(days=1),
    )


@pytest.fixture
def _posted():
    """Parcels cost something, and goods for 50 are sent for nothing."""
    set_shipping_zone(name="Everywhere", countries=[])
    set_shipping_rate(
        zone="Everywhere",
        method="standard",
        title="Parcel",
        amount=Money(amount=Decimal("4.90"), currency="EUR"),
        free_from=Decimal(50),
    )


def put(sku="STALLS", quantity=1, *seats, customer=ADA):
    add_to_cart(customer_id=customer, sku=sku, quantity=quantity, seats=seats)


def order_cart(**options):
    return check_out(customer_id=ADA, delivery_address=ADDRESS, email="ada@example.com", **options)


def lines(customer=ADA):
    return [(line.sku, line.quantity, line.seats) for line in cart_of(customer).lines]


def test_seats_are_picked_one_by_one_and_others_may_be_any():
    put("STALLS", 1, "A1")
    put("STALLS", 2, "B2")

    assert lines() == [("STALLS", 3, ("A1", "B2"))]
    assert cart_of(ADA).lines[0].ticketed


@pytest.mark.parametrize(
    ("quantity", "seats", "sentence"),
    [
        (1, ("A1", "A2"), "2 seats for 1 tickets"),
        (2, ("A1", "A1"), "Seat A1 is named twice"),
        (1, ("a,b",), "names no seat"),
    ],
)
def test_seats_that_nobody_can_mean_do_not_come_into_a_cart(quantity, seats, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        put("STALLS", quantity, *seats)

    assert lines() == []


def test_a_seat_is_in_a_cart_once():
    put("STALLS", 1, "A1")

    with pytest.raises(InvalidInput, match="A1 is in the cart already"):
        put("STALLS", 1, "A1")

    assert lines() == [("STALLS", 1, ("A1",))]


def test_goods_have_no_seats(stocked):
    stocked("TEA-1", units=5)

    with pytest.raises(InvalidInput, match="TEA-1 has no seats"):
        put("TEA-1", 1, "A1")
    put("TEA-1", 1)
    with pytest.raises(InvalidInput, match="TEA-1 has no seats"):
        set_cart_quantity(customer_id=ADA, sku="TEA-1", quantity=1, seats=("A1",))
    with pytest.raises(InvalidInput, match="TEA-1 has no seats"):
        place_order(
            customer_id=ADA, lines=[WantedLine("TEA-1", 1, ("A1",))], delivery_address=ADDRESS
        )


def test_picked_seats_stay_when_the_quantity_changes_and_are_never_dropped_unasked():
    put("STALLS", 2, "A1", "A2")

    set_cart_quantity(customer_id=ADA, sku="STALLS", quantity=3)
    assert lines() == [("STALLS", 3, ("A1", "A2"))]
    with pytest.raises(InvalidInput, match="2 seats for 1 tickets"):
        set_cart_quantity(customer_id=ADA, sku="STALLS", quantity=1)
    set_cart_quantity(customer_id=ADA, sku="STALLS", quantity=1, seats=("A2",))

    assert lines() == [("STALLS", 1, ("A2",))]


def test_merged_carts_have_each_seat_once():
    guest = new_id()
    put("STALLS", 2, "A1", customer=guest)
    put("STALLS", 2, "A1", "B1")

    merge_carts(from_customer_id=guest, into_customer_id=ADA)

    assert lines() == [("STALLS", 3, ("A1", "B1"))]


def test_the_database_refuses_more_seats_than_tickets():
    put("STALLS", 1, "A1")

    with pytest.raises(IntegrityError, match="cart_line_a_ticket_a_seat"):
        CartLine.objects.update(seats=["A1", "A2"])


def test_a_cart_with_seats_becomes_an_order_for_them(published):
    put("STALLS", 3, "B1")

    placed = order_cart()

    assert placed.order.state == OrderState.PENDING_PAYMENT
    (item,) = published(OrderPlaced)[0].items
    assert (item.kind, item.seats, item.needs_shipping) == ("ticketed", ("B1",), False)
    assert [it.seat for it in tickets_of(placed.order.id)] == ["A1", "A2", "B1"]


def test_who_comes_too_late_for_a_seat_keeps_the_cart_and_learns_which():
    place_order(
        customer_id=new_id(), lines=[WantedLine("STALLS", 1, ("A1",))], delivery_address=ADDRESS
    )
    put("STALLS", 2, "A1", "B1")

    placed = order_cart()

    (line,) = placed.lines
    assert placed.is_rejected
    assert (line.available, line.gone_seats) == (1, ["A1"])
    assert lines() == [("STALLS", 2, ("A1", "B1"))]


@pytest.mark.usefixtures("_posted")
def test_tickets_alone_are_not_sent_and_cost_no_shipping():
    put("STALLS", 2)

    quoted = quote(ADA, country="GB")
    placed = order_cart()

    assert (quoted.options, quoted.shipping, quoted.total.amount) == ((), None, Decimal("40.00"))
    assert (placed.order.shipping_method, placed.order.total) == ("", Decimal("40.00"))


@pytest.mark.usefixtures("_posted")
def test_only_what_is_sent_counts_for_free_shipping(stocked):
    stocked("TEA-1", units=5, price="12.50")
    put("STALLS", 2)
    put("TEA-1", 1)

    placed = order_cart()

    assert placed.order.shipping_total == Decimal("4.90")
    assert placed.order.total == Decimal("57.40")


@pytest.mark.usefixtures("_posted")
def test_tickets_alone_are_sent_by_no_method():
    put("STALLS", 1)

    with pytest.raises(InvalidInput, match="cannot be sent there by standard"):
        order_cart(shipping_method="standard")


def test_an_order_of_tickets_alone_is_delivered_when_it_is_confirmed(published):
    put("STALLS", 2)
    order = order_cart().order

    confirm_order(order_id=order.id)

    order.refresh_from_db()
    assert order.state == OrderState.DELIVERED
    assert order.lines.get().shipped == 2
    assert len(published(OrderConfirmed)) == 1
    assert [it.by_parcel for it in published(OrderDelivered)] == [False]


def test_an_order_with_goods_waits_for_its_parcel_and_only_the_goods_come_back(stocked, published):
    stocked("TEA-1", units=5)
    put("STALLS", 1)
    put("TEA-1", 2)
    order = order_cart().order
    confirm_order(order_id=order.id)
    order.refresh_from_db()
    assert order.state == OrderState.CONFIRMED
    with pytest.raises(IllegalMove):
        deliver_order(order_id=order.id)

    ship_order(order_id=order.id, tracking_number="TRK1")
    return_order(order_id=order.id)

    units = {line.sku: (line.shipped, line.returned) for line in order.lines.all()}
    assert units == {"STALLS": (1, 0), "TEA-1": (0, 2)}


def test_shipping_books_only_what_needs_a_parcel(stocked, deliver, published):
    stocked("TEA-1", units=5)
    put("STALLS", 1)
    tickets = order_cart().order
    put("STALLS", 1)
    put("TEA-1", 2)
    mixed = order_cart().order
    for order in (tickets, mixed):
        confirm_order(order_id=order.id)

    deliver("shipping")

    assert [it.order_id for it in published(ShipmentRequested)] == [mixed.id]


def test_tickets_are_sold_until_it_is_over():
    put("STALLS", 1)

    with clock.travelled_to(clock.now() + timedelta(days=2)):
        assert not cart_of(ADA).lines[0].sellable
        with pytest.raises(NotForSale):
            order_cart()
        with pytest.raises(NotForSale):
            put("STALLS", 1)


def test_offers_follow_what_the_catalog_says_of_tickets():
    variant = PublishedVariant(
        sku="COURSE",
        title="Knife skills",
        price=Money(amount=Decimal(60), currency="EUR"),
        tax_class="standard",
        weight_grams=0,
    )
    product_id, until = new_id(), clock.now() + timedelta(days=1)
    write_offers(product_id=product_id, variants=[variant])
    put("COURSE", 1)
    assert not cart_of(ADA).lines[0].ticketed

    write_offers(product_id=product_id, variants=[variant], tickets=Tickets(sold_until=until))

    assert cart_of(ADA).lines[0].ticketed
    assert not cart_of(ADA).needs_shipping


def test_lines_of_tickets_are_told_to_the_checks():
    put("STALLS", 2)
    order = order_cart().order
    (line,) = ticket_lines()
    assert asdict(line)["quantity"] == 2
    assert not line.is_confirmed

    confirm_order(order_id=order.id)

    assert ticket_lines()[0].is_confirmed
