"""python -m bench.hall BUYERS SEATS: puts so many numbered seats of one evening on sale.

Works on the database that the environment names; writes the buyers' tokens to stdout as JSON.
"""

import json
import os
import sys
from datetime import timedelta
from decimal import Decimal

import django

SKU = "BENCH-HALL"
SEATS_IN_A_ROW = 20


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    buyers, seats = (int(argument) for argument in sys.argv[1:])
    _sell(seats)
    sys.stdout.write(json.dumps(_tokens(buyers)))


def seat_names(count: int) -> list[str]:
    """Row by row, from A on."""
    rows = [divmod(at, SEATS_IN_A_ROW) for at in range(count)]
    return [f"{chr(ord('A') + row)}{place + 1}" for row, place in rows]


def _sell(seats: int) -> None:
    # Imported late: models need Django.
    from apps.inventory.services import open_tickets, open_warehouse
    from apps.orders.services import Tickets, write_offers
    from shop.events.base import Money
    from shop.events.catalog import PublishedVariant
    from shop.kernel import clock
    from shop.kernel.identity import new_id

    price = Money(amount=Decimal("25.00"), currency="EUR")
    stalls = PublishedVariant(
        sku=SKU, title="An evening", price=price, tax_class="standard", weight_grams=0
    )
    until = Tickets(sold_until=clock.now() + timedelta(days=1))
    write_offers(product_id=new_id(), variants=[stalls], tickets=until)
    open_warehouse(code="bench", name="Bench")
    open_tickets(sku=SKU, warehouse="bench", seats=seat_names(seats))


def _tokens(buyers: int) -> list[str]:
    from bench.stockroom import tokens_of_new_customers

    return tokens_of_new_customers(buyers)


if __name__ == "__main__":
    main()
