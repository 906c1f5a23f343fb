"""A shop full of goods and customers, written straight into the tables: set-up, not measured."""

from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from apps.accounts.rules.tokens import issued_tokens
from apps.inventory.models import Stock
from apps.inventory.services import open_warehouse
from apps.orders.models import Cart, Offer, TaxRate
from shop.kernel import clock
from shop.kernel.customer_keys import ensured_key
from shop.kernel.identity import new_id

SKUS = 5_000
UNITS_OF_EACH = 1_000_000
WAREHOUSE = "bench"


def sku(number: int) -> str:
    return f"BENCH-{number % SKUS:04}"


def fill_shop() -> None:
    """Offers 5,000 SKUs at 12.50 EUR, taxed in Germany, with a million units of each.

    A shop that another bench filled is full already.
    """
    if Offer.objects.filter(sku=sku(0)).exists():
        return
    open_warehouse(code=WAREHOUSE, name="Bench")
    TaxRate.objects.get_or_create(
        country="DE", tax_class="standard", defaults={"rate": Decimal("0.19")}
    )
    Offer.objects.bulk_create(_offer(number) for number in range(SKUS))
    Stock.objects.bulk_create(
        Stock(sku=sku(number), warehouse_id=WAREHOUSE, on_hand=UNITS_OF_EACH)
        for number in range(SKUS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # which the server of a shop has done long ago


def tokens_of_new_customers(count: int, *, voucher: str = "") -> list[str]:
    """Access tokens of customers who, as after registration, have a key for their own data.

    With `voucher`, each has put that into an empty cart.
    """
    customers = [new_id() for _ in range(count)]
    with transaction.atomic():
        for customer_id in customers:
            ensured_key(customer_id)
        if voucher:
            Cart.objects.bulk_create(Cart(customer_id=it, voucher_code=voucher) for it in customers)
    return [_access_token(customer_id) for customer_id in customers]


def _offer(number: int) -> Offer:
    return Offer(
        sku=sku(number),
        product_id=new_id(),
        title=f"Bench thing {number}",
        price=Decimal("12.50"),
        currency="EUR",
        tax_class="standard",
    )


def _access_token(customer_id: UUID) -> str:
    pair = issued_tokens(
        customer_id=customer_id, session_id=new_id(), refresh_id=new_id(), at=clock.now()
    )
    return pair.access
