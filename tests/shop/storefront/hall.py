"""An evening in a hall with numbered seats, brought to the shop as a real shop would."""

from datetime import UTC, datetime
from decimal import Decimal

from apps.catalog.models import Product
from apps.catalog.rules.drafts import ProductDraft, VariantDraft
from apps.catalog.rules.occasions import OccasionDraft
from apps.catalog.services import create_product, publish_product, schedule_occasion
from apps.inventory.services import open_tickets, open_warehouse
from apps.orders.services import set_tax_rate
from shop.operations.listings import rebuild_all_listings
from tests.shop.storefront.shelf import DRAWING

SEATS = ("A1", "A2", "A3", "B1", "B2", "B3", "BOX-1")
EVENING = OccasionDraft(
    kind="event",
    starts_at=datetime(2031, 5, 1, 17, 30, tzinfo=UTC),
    ends_at=datetime(2031, 5, 1, 20, 0, tzinfo=UTC),
    time_zone="Europe/Berlin",
    venue="Harbour Hall",
    address="Am Kai 1, Berlin",
)


def open_hall() -> Product:
    """Seats in the stalls (STALLS, 20.00), and standing room for three (STANDING, 8.00)."""
    set_tax_rate(country="DE", tax_class="reduced", rate=Decimal("0.07"))
    draft = ProductDraft(
        handle="songs",
        title="An evening of songs",
        option_names=("Place",),
        tax_class="reduced",
        variants=(
            VariantDraft(sku="STALLS", price=Decimal("20.00"), option_values=("Stalls",)),
            VariantDraft(sku="STANDING", price=Decimal("8.00"), option_values=("Standing",)),
        ),
    )
    product = create_product(draft=draft, picture=DRAWING)
    schedule_occasion(product_id=product.id, draft=EVENING)
    open_warehouse(code="north", name="North")
    open_tickets(sku="STALLS", warehouse="north", seats=SEATS)
    open_tickets(sku="STANDING", warehouse="north", quantity=3)
    published = publish_product(product_id=product.id)
    rebuild_all_listings()
    return published
