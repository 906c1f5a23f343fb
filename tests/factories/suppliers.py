"""Rows of suppliers as a test may find them, one factory per model."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from apps.suppliers.models import (
    CatalogueItem,
    Despatch,
    Origin,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderState,
    Receipt,
    ReceiptLine,
    Supplier,
    SupplierCallback,
    UnmetNeed,
)
from shop.kernel import clock
from shop.kernel.models import CallbackState


class SupplierFactory(DjangoModelFactory):
    """Asked in the sandbox; staff approve all that is proposed."""

    class Meta:
        model = Supplier
        django_get_or_create = ("code",)

    code = "tea-house"
    name = factory.LazyAttribute(lambda supplier: f"The {supplier.code}")
    currency = "EUR"
    adapter = "sandbox"
    address = factory.LazyAttribute(lambda supplier: supplier.code)
    warehouse = "MAIN"
    lead_days = 5


class CatalogueItemFactory(DjangoModelFactory):
    class Meta:
        model = CatalogueItem

    supplier = factory.SubFactory(SupplierFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    code = factory.LazyAttribute(lambda item: f"A-{item.sku}")
    cost = "2.50"
    is_preferred = True


class UnmetNeedFactory(DjangoModelFactory):
    class Meta:
        model = UnmetNeed

    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    available = 1
    reason = "No supplier is known to sell it."


class PurchaseOrderFactory(DjangoModelFactory):
    """A proposal by staff, without lines."""

    class Meta:
        model = PurchaseOrder

    supplier = factory.SubFactory(SupplierFactory)
    warehouse = "MAIN"
    currency = "EUR"
    origin = Origin.STAFF
    due_at = None

    class Params:
        sent = factory.Trait(
            state=PurchaseOrderState.SENT,
            approved_by="staff:1",
            approved_at=factory.LazyFunction(clock.now),
            sent_at=factory.LazyFunction(clock.now),
            expected_on=date(2026, 12, 1),
        )


class PurchaseOrderLineFactory(DjangoModelFactory):
    class Meta:
        model = PurchaseOrderLine

    order = factory.SubFactory(PurchaseOrderFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    code = factory.LazyAttribute(lambda line: f"A-{line.sku}")
    quantity = 10
    unit_cost = "2.50"


class ReceiptFactory(DjangoModelFactory):
    class Meta:
        model = Receipt

    order = factory.SubFactory(PurchaseOrderFactory, sent=True)
    reference = factory.Sequence(lambda n: f"DN-{n:05}")
    received_by = "staff:1"


class ReceiptLineFactory(DjangoModelFactory):
    class Meta:
        model = ReceiptLine

    receipt = factory.SubFactory(ReceiptFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    quantity = 1
    unit_cost = "2.50"
    landed_cost = "2.50"


class DespatchFactory(DjangoModelFactory):
    class Meta:
        model = Despatch

    order = factory.SubFactory(PurchaseOrderFactory, sent=True)
    reference = factory.Sequence(lambda n: f"DN-{n:05}")
    units = factory.LazyFunction(lambda: {"SKU-00001": 1})


class SupplierCallbackFactory(DjangoModelFactory):
    class Meta:
        model = SupplierCallback

    class Params:
        understood = factory.Trait(state=CallbackState.UNDERSTOOD, due_at=None)
        ignored = factory.Trait(state=CallbackState.IGNORED, due_at=None)

    provider = "sandbox"
    event_id = factory.Sequence(lambda n: f"evt_{n}")
    body = "{}"
