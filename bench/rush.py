"""python -m bench.rush BUYERS UNITS: puts so few units of one thing on sale.

Works on the database that the environment names; writes the buyers' tokens to stdout as JSON.
"""

import json
import os
import sys
from decimal import Decimal

import django

SKU = "BENCH-LAST"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    buyers, units = (int(argument) for argument in sys.argv[1:])
    _sell(units)
    sys.stdout.write(json.dumps(_tokens(buyers)))


def _sell(units: int) -> None:
    # Imported late: models need Django.
    from apps.inventory.services import open_warehouse, receive_stock
    from apps.orders.services import write_offers
    from shop.events.base import Money
    from shop.events.catalog import PublishedVariant
    from shop.kernel.identity import new_id

    price = Money(amount=Decimal("12.50"), currency="EUR")
    last = PublishedVariant(
        sku=SKU, title="The last ones", price=price, tax_class="standard", weight_grams=100
    )
    write_offers(product_id=new_id(), variants=[last])
    open_warehouse(code="bench", name="Bench")
    receive_stock(sku=SKU, warehouse="bench", quantity=units, reason="delivery")


def _tokens(buyers: int) -> list[str]:
    from bench.stockroom import tokens_of_new_customers

    return tokens_of_new_customers(buyers)


if __name__ == "__main__":
    main()
