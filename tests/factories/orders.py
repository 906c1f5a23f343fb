from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from apps.orders.models import (
    Cancellation,
    CancellationLine,
    Cart,
    CartLine,
    Credit,
    CreditedLine,
    DraftLine,
    DraftOrder,
    Invoice,
    InvoiceSeries,
    Member,
    Offer,
    Order,
    OrderDiscount,
    OrderLine,
    OrderState,
    Promotion,
    Return,
    ReturnedLine,
    ShippingRate,
    ShippingZone,
    TaxPolicy,
    TaxRate,
    TimelineEntry,
    Voucher,
    VoucherSlot,
    ZoneCountry,
)
from shop.kernel import clock
from shop.kernel.identity import new_id, new_number
from shop.kernel.money import rounded


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    sku = factory.Sequence(lambda n: f"TEA-{n}")
    product_id = factory.LazyFunction(new_id)
    title = "Darjeeling, 250 g"
    price = Decimal("12.50")
    currency = "EUR"
    tax_class = "reduced"


class TaxRateFactory(DjangoModelFactory):
    class Meta:
        model = TaxRate

    country = "DE"
    tax_class = "reduced"
    rate = Decimal("0.07")


class TaxPolicyFactory(DjangoModelFactory):
    class Meta:
        model = TaxPolicy

    country = "US"
    prices_include_tax = False
    rounding = "total"


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = Order

    number = factory.LazyFunction(new_number)
    customer_id = factory.LazyFunction(new_id)
    state = OrderState.PENDING_PAYMENT
    currency = "EUR"
    total = Decimal("25.00")
    tax_total = Decimal("1.64")
    name = "Ada Lovelace"
    line1 = "12 St James's Square"
    city = "London"
    postal_code = "SW1Y 4JH"
    country = "GB"
    placed_at = factory.LazyFunction(clock.now)


class OrderLineFactory(DjangoModelFactory):
    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    position = factory.Sequence(lambda n: n + 1)
    sku = "TEA-1"
    title = "Darjeeling, 250 g"
    quantity = 2
    unit_price = Decimal("12.50")
    gross = factory.LazyAttribute(
        lambda line: rounded(Decimal(line.unit_price) * line.quantity, line.order.currency)
    )
    tax_rate = Decimal("0.07")
    tax_amount = Decimal("1.64")


class CreditFactory(DjangoModelFactory):
    """One tin of two is credited; the order's own sum is not touched."""

    class Meta:
        model = Credit

    order = factory.SubFactory(OrderFactory, state=OrderState.DELIVERED, credited=Decimal("12.50"))
    reason = "undelivered"
    amount = Decimal("12.50")
    tax = Decimal("0.82")


class CreditedLineFactory(DjangoModelFactory):
    class Meta:
        model = CreditedLine

    credit = factory.SubFactory(CreditFactory)
    line = factory.SubFactory(OrderLineFactory, order=factory.SelfAttribute("..credit.order"))
    units = 1
    amount = Decimal("12.50")
    tax = Decimal("0.82")


class PromotionFactory(DjangoModelFactory):
    class Meta:
        model = Promotion

    name = factory.Sequence(lambda n: f"Promotion {n}")
    kind = "percentage"
    percent = Decimal("0.10")


class VoucherFactory(DjangoModelFactory):
    class Meta:
        model = Voucher

    code = factory.Sequence(lambda n: f"CODE-{n}")
    promotion = factory.SubFactory(PromotionFactory, needs_voucher=True)


class VoucherSlotFactory(DjangoModelFactory):
    class Meta:
        model = VoucherSlot

    voucher = factory.SubFactory(VoucherFactory, slots=1)
    number = factory.Sequence(lambda n: n + 1)


class OrderDiscountFactory(DjangoModelFactory):
    class Meta:
        model = OrderDiscount

    line = factory.SubFactory(OrderLineFactory)
    order = factory.SelfAttribute("line.order")
    promotion = factory.SubFactory(PromotionFactory)
    amount = Decimal("1.00")


class InvoiceSeriesFactory(DjangoModelFactory):
    class Meta:
        model = InvoiceSeries

    name = factory.Sequence(lambda n: f"R{n}")
    last = 1


class InvoiceFactory(DjangoModelFactory):
    """The first invoice of its series; nobody has counted it."""

    class Meta:
        model = Invoice

    order = factory.SubFactory(OrderFactory, state=OrderState.CONFIRMED)
    kind = "invoice"
    series = factory.Sequence(lambda n: f"R{n}")
    number = 1
    total = factory.SelfAttribute("order.total")
    tax = factory.SelfAttribute("order.tax_total")
    issued_at = factory.LazyFunction(clock.now)


class ReturnFactory(DjangoModelFactory):
    """Somebody wants to send something of a delivered order back."""

    class Meta:
        model = Return

    order = factory.SubFactory(OrderFactory, state=OrderState.DELIVERED)
    reason = "changed_mind"


class ReturnedLineFactory(DjangoModelFactory):
    """One of two tins is to come back."""

    class Meta:
        model = ReturnedLine

    parcel = factory.SubFactory(ReturnFactory)
    line = factory.SubFactory(
        OrderLineFactory, order=factory.SelfAttribute("..parcel.order"), shipped=2, returning=1
    )
    quantity = 1


class CancellationFactory(DjangoModelFactory):
    """A buyer wants less of a paid order whose parcel a courier has to give back first."""

    class Meta:
        model = Cancellation

    order = factory.SubFactory(OrderFactory, state=OrderState.CONFIRMED)
    reason = "changed_mind"


class CancellationLineFactory(DjangoModelFactory):
    """One of two tins is not wanted."""

    class Meta:
        model = CancellationLine

    cancellation = factory.SubFactory(CancellationFactory)
    line = factory.SubFactory(
        OrderLineFactory, order=factory.SelfAttribute("..cancellation.order"), cancelling=1
    )
    quantity = 1


class CartFactory(DjangoModelFactory):
    class Meta:
        model = Cart

    customer_id = factory.LazyFunction(new_id)


class CartLineFactory(DjangoModelFactory):
    class Meta:
        model = CartLine

    cart = factory.SubFactory(CartFactory)
    sku = factory.Sequence(lambda n: f"TEA-{n}")
    quantity = 1
    seen_price = Decimal("12.50")
    currency = "EUR"


class DraftOrderFactory(DjangoModelFactory):
    """Open, for somebody in London, without lines."""

    class Meta:
        model = DraftOrder

    email = "ada@example.com"
    name = "Ada Lovelace"
    line1 = "12 St James's Square"
    city = "London"
    postal_code = "SW1Y 4JH"
    country = "GB"


class DraftLineFactory(DjangoModelFactory):
    class Meta:
        model = DraftLine

    draft = factory.SubFactory(DraftOrderFactory)
    sku = factory.Sequence(lambda n: f"TEA-{n}")
    quantity = 1


class ShippingZoneFactory(DjangoModelFactory):
    class Meta:
        model = ShippingZone

    name = factory.Sequence(lambda n: f"Zone {n}")


class ZoneCountryFactory(DjangoModelFactory):
    class Meta:
        model = ZoneCountry

    country = "DE"
    zone = factory.SubFactory(ShippingZoneFactory)


class ShippingRateFactory(DjangoModelFactory):
    class Meta:
        model = ShippingRate

    zone = factory.SubFactory(ShippingZoneFactory)
    method = "standard"
    title = "Standard, 2 to 4 days"
    amount = Decimal("4.90")
    currency = "EUR"
    tax_class = "standard"


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    customer_id = factory.LazyFunction(new_id)


class TimelineEntryFactory(DjangoModelFactory):
    class Meta:
        model = TimelineEntry

    event_id = factory.LazyFunction(new_id)
    order_id = factory.LazyFunction(new_id)
    event_type = "tradewind.orders.OrderPlaced.v1"
    sentence = "The order was placed."
    actor = "system"
    happened_at = factory.LazyFunction(clock.now)
