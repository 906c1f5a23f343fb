"""The books of suppliers as rows, read page by page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.suppliers.models import CatalogueItem, PurchaseOrder, PurchaseOrderLine, Supplier
from shop.kernel.errors import NotFound

ROWS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """A line of a purchase order, and what has become of it."""

    number: str
    supplier: str
    warehouse: str
    sku: str
    code: str
    quantity: int
    unit_cost: Decimal
    currency: str
    state: str
    acknowledged: int | None
    received: int
    outstanding: int
    expected_on: date | None


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """What a supplier sells, and on which terms; `in_stock` is as he said it, `5+` for example."""

    code: str
    sku: str
    title: str
    cost: Decimal
    currency: str
    minimum_quantity: int
    pack_size: int
    order_up_to: int | None
    is_preferred: bool
    in_stock: str


def known_numbers(numbers: Collection[str]) -> set[str]:
    """Those that a purchase order has."""
    orders = PurchaseOrder.objects.filter(number__in=numbers)
    return set(orders.values_list("number", flat=True))


def all_order_rows() -> Iterator[list[OrderRow]]:
    """Every line of every purchase order, the oldest first, a page at a time."""
    lines = PurchaseOrderLine.objects.select_related("order").order_by("order_id", "sku")
    for start in range(0, lines.count(), ROWS_AT_ONCE):
        yield [_order_row(line) for line in lines[start : start + ROWS_AT_ONCE]]


def article_rows(supplier: str) -> Iterator[list[ArticleRow]]:
    """What the supplier sells, by his codes, a page at a time. Raises NotFound."""
    sells = Supplier.objects.filter(pk=supplier).first()
    if sells is None:
        raise NotFound(f"There is no supplier {supplier}.")
    items = CatalogueItem.objects.filter(supplier=sells).order_by("code")
    for start in range(0, items.count(), ROWS_AT_ONCE):
        page = items[start : start + ROWS_AT_ONCE]
        yield [_article_row(item, sells.currency) for item in page]


def _order_row(line: PurchaseOrderLine) -> OrderRow:
    order = line.order
    return OrderRow(
        number=order.number,
        supplier=order.supplier_id,
        warehouse=order.warehouse,
        sku=line.sku,
        code=line.code,
        quantity=line.quantity,
        unit_cost=line.unit_cost,
        currency=order.currency,
        state=order.state,
        acknowledged=line.acknowledged,
        received=line.received,
        outstanding=line.outstanding,
        expected_on=order.expected_on,
    )


def _article_row(item: CatalogueItem, currency: str) -> ArticleRow:
    return ArticleRow(
        code=item.code,
        sku=item.sku,
        title=item.title,
        cost=item.cost,
        currency=currency,
        minimum_quantity=item.minimum_quantity,
        pack_size=item.pack_size,
        order_up_to=item.order_up_to,
        is_preferred=item.is_preferred,
        in_stock=item.said_in_stock,
    )
