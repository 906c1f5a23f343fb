"""What an order costs, and how much of it is tax.

Every line, and the shipping, is rounded by itself to the minor unit of its currency, and so is all
that is taken off or added; totals are sums of rounded amounts, so nothing is off by a cent.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from apps.orders.rules.discounts import Discount, Promotion
from apps.orders.rules.taxes import IN_PRICES, Taxed, TaxPart, TaxPolicy, taxes_of
from shop.kernel.money import rounded


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line of an order; amounts in the order's currency. Tickets need no parcel.

    `offer_id` is the rule that says what one unit costs.
    """

    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    tax_rate: Decimal
    tax_rate_id: int | None
    currency: str
    tax_parts: tuple[TaxPart, ...] = ()
    ticketed: bool = False
    seats: tuple[str, ...] = ()
    tax_class: str = ""
    product_id: UUID | None = None
    offer_id: int | None = None

    @property
    def gross(self) -> Decimal:
        """What its price says; tax is in it, or comes on top, as is usual where it goes."""
        return rounded(self.unit_price * self.quantity, self.currency)

    def taxed(self, discount: Decimal) -> Taxed:
        """What of it is taxed after so much was taken off."""
        return Taxed(self.gross - discount, self.tax_rate, self.tax_parts)


@dataclass(frozen=True, kw_only=True)
class PricedShipping:
    """One way to send the goods, and what it costs; `rate_id` is the rule that says so."""

    method: str
    title: str
    amount: Decimal
    free_from: Decimal | None
    rate_id: int | None
    tax_rate: Decimal
    tax_rate_id: int | None
    currency: str
    tax_parts: tuple[TaxPart, ...] = ()

    def gross(self, goods: Decimal) -> Decimal:
        """What sending goods of this worth costs, before anything is taken off that."""
        is_free = self.free_from is not None and goods >= self.free_from
        return Decimal(0) if is_free else rounded(self.amount, self.currency)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Everything that makes up the price of an order; a shop without rates sends for nothing."""

    lines: tuple[PricedLine, ...]
    shipping: PricedShipping | None
    policy: TaxPolicy = IN_PRICES
    discounts: tuple[Discount, ...] = ()

    @property
    def currency(self) -> str:
        return self.lines[0].currency

    @property
    def goods(self) -> Decimal:
        """What their prices say."""
        return sum((line.gross for line in self.lines), Decimal(0))

    @cached_property
    def line_discounts(self) -> tuple[Decimal, ...]:
        """What is taken off each line."""
        taken = [Decimal(0)] * len(self.lines)
        for discount in self.discounts:
            if discount.line is not None:
                taken[discount.line] += discount.amount
        return tuple(taken)

    @property
    def discount(self) -> Decimal:
        """What is taken off the goods."""
        return sum(self.line_discounts, Decimal(0))

    @property
    def shipping_discount(self) -> Decimal:
        return sum((off.amount for off in self.discounts if off.line is None), Decimal(0))

    @property
    def voucher(self) -> Promotion | None:
        """The promotion that counts because of a voucher."""
        by_voucher = (it.promotion for it in self.discounts if it.promotion.voucher_id is not None)
        return next(by_voucher, None)

    @property
    def sent(self) -> Decimal:
        """What the goods in the parcel cost, after discounts."""
        each = zip(self.lines, self.line_discounts, strict=True)
        return sum((line.gross - off for line, off in each if not line.ticketed), Decimal(0))

    @property
    def shipping_total(self) -> Decimal:
        """What is paid for sending it."""
        before = self.shipping.gross(self.sent) if self.shipping else Decimal(0)
        return before - self.shipping_discount

    @property
    def line_taxes(self) -> tuple[Decimal, ...]:
        """The tax of each line."""
        return self._taxes[: len(self.lines)]

    @property
    def shipping_tax(self) -> Decimal:
        return sum(self._taxes[len(self.lines) :], Decimal(0))

    @property
    def tax(self) -> Decimal:
        """All tax that the buyer pays."""
        return sum(self._taxes, Decimal(0))

    @property
    def added_tax(self) -> Decimal:
        """What comes on top of the prices."""
        return Decimal(0) if self.policy.included else self.tax

    @property
    def total(self) -> Decimal:
        """What the buyer pays."""
        return self.goods - self.discount + self.shipping_total + self.added_tax

    @cached_property
    def _taxes(self) -> tuple[Decimal, ...]:
        each = zip(self.lines, self.line_discounts, strict=True)
        taxed = [line.taxed(off) for line, off in each]
        if self.shipping:
            way = self.shipping
            taxed.append(Taxed(self.shipping_total, way.tax_rate, way.tax_parts))
        return taxes_of(taxed, self.policy, self.currency)
