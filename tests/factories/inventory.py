"""Rows of inventory as a test may find them, one factory per model."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from apps.inventory.models import (
    Announcement,
    Backorder,
    Cause,
    CountLine,
    CountSheet,
    ExpectedUnits,
    Hold,
    Movement,
    Reservation,
    ReservationState,
    Stock,
    Terms,
    Ticket,
    Transfer,
    TransferLine,
    WaitingListEntry,
    Warehouse,
)
from shop.kernel import clock
from shop.kernel.identity import new_id


class WarehouseFactory(DjangoModelFactory):
    class Meta:
        model = Warehouse
        django_get_or_create = ("code",)

    code = "MAIN"
    name = factory.LazyAttribute(lambda warehouse: f"Warehouse {warehouse.code}")


class MovementFactory(DjangoModelFactory):
    class Meta:
        model = Movement

    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    warehouse = "MAIN"
    cause = Cause.RECEIVED
    on_hand = 10
    actor = "system"


class StockFactory(DjangoModelFactory):
    """Ten units, and the line of the ledger that they came in by."""

    class Meta:
        model = Stock
        skip_postgeneration_save = True

    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    warehouse = factory.SubFactory(WarehouseFactory)
    on_hand = 10

    @factory.post_generation
    def ledger(stock, create, extracted, **kwargs):  # noqa: N805 - factory_boy passes the object
        if create and stock.on_hand:
            MovementFactory(sku=stock.sku, warehouse=stock.warehouse_id, on_hand=stock.on_hand)


class ReservationFactory(DjangoModelFactory):
    class Meta:
        model = Reservation

    order_id = factory.LazyFunction(new_id)
    state = ReservationState.HELD
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(minutes=10))


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = Hold

    reservation = factory.SubFactory(ReservationFactory)
    sku = "SKU-00000"
    warehouse = "MAIN"
    quantity = 1


class AnnouncementFactory(DjangoModelFactory):
    class Meta:
        model = Announcement

    sku = factory.Sequence(lambda n: f"SKU-{n:05}")


class TransferFactory(DjangoModelFactory):
    """A draft from EAST to WEST."""

    class Meta:
        model = Transfer

    origin = factory.SubFactory(WarehouseFactory, code="EAST")
    destination = factory.SubFactory(WarehouseFactory, code="WEST")


class TransferLineFactory(DjangoModelFactory):
    class Meta:
        model = TransferLine

    transfer = factory.SubFactory(TransferFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    quantity = 1


class CountSheetFactory(DjangoModelFactory):
    class Meta:
        model = CountSheet

    warehouse = factory.SubFactory(WarehouseFactory)


class CountLineFactory(DjangoModelFactory):
    """A line that nobody counted so far."""

    class Meta:
        model = CountLine

    sheet = factory.SubFactory(CountSheetFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")


class TermsFactory(DjangoModelFactory):
    """Nothing special."""

    class Meta:
        model = Terms

    sku = factory.Sequence(lambda n: f"SKU-{n:05}")


class BackorderFactory(DjangoModelFactory):
    """One unit that a held order waits for."""

    class Meta:
        model = Backorder

    reservation = factory.SubFactory(ReservationFactory, awaited=1)
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    quantity = 1


class WaitingListEntryFactory(DjangoModelFactory):
    class Meta:
        model = WaitingListEntry

    sku = "SKU-00000"
    customer_id = factory.LazyFunction(new_id)


class ExpectedUnitsFactory(DjangoModelFactory):
    """A row alone: no stock is incoming because of it."""

    class Meta:
        model = ExpectedUnits

    purchase_order_id = factory.LazyFunction(new_id)
    number = factory.Sequence(lambda n: f"PO-{n:06}")
    supplier = "blitz"
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    warehouse = "MAIN"
    outstanding = 1
    expected_on = date(2026, 12, 1)


class TicketFactory(DjangoModelFactory):
    """One that nobody has. What counts it, `open_tickets` writes."""

    class Meta:
        model = Ticket

    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    warehouse = "MAIN"
    number = factory.Sequence(lambda n: n + 1)
