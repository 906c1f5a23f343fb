"""The demo's concerts and courses, always some weeks ahead. What is there already stays."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apps.catalog.queries import categories_titled, products_called
from apps.catalog.rules.drafts import ProductDraft, VariantDraft
from apps.catalog.rules.occasions import OccasionDraft
from apps.catalog.services import (
    create_category,
    create_product,
    publish_product,
    schedule_occasion,
)
from apps.inventory.rules import read_seats
from apps.inventory.services import open_tickets, open_warehouse
from shop.kernel import clock
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.demo.drawings import svg
from shop.operations.demo.evenings import CATEGORY, EVENINGS, TIME_ZONE, DemoEvening, DemoTickets

BOX_OFFICE = "box-office"
_LAST = 99
"""Its place in the menu: behind the departments."""


@unit_of_work
def seed_evenings() -> int:
    """Opens the box office and the sale of all tickets; returns how many products are new."""
    open_warehouse(code=BOX_OFFICE, name="Box office")
    if CATEGORY.title not in categories_titled([CATEGORY.title]):
        create_category(
            handle=CATEGORY.handle,
            title=CATEGORY.title,
            position=_LAST,
            blurb=CATEGORY.blurb,
            picture=svg(CATEGORY.drawing),
        )
    known = products_called(evening.handle for evening in EVENINGS)
    new = [evening for evening in EVENINGS if evening.handle not in known]
    for evening in new:
        _announce(evening)
    return len(new)


def _announce(evening: DemoEvening) -> None:
    product = create_product(draft=_draft(evening), picture=svg(evening.drawing))
    schedule_occasion(product_id=product.id, draft=_occasion(evening))
    for kind in evening.tickets:
        _open(kind)
    publish_product(product_id=product.id)


def _draft(evening: DemoEvening) -> ProductDraft:
    return ProductDraft(
        handle=evening.handle,
        title=evening.title,
        description=evening.description,
        brand="Tradewind",
        category=CATEGORY.handle,
        option_names=("Ticket",),
        variants=tuple(
            VariantDraft(sku=kind.sku, option_values=(kind.name,), price=kind.price)
            for kind in evening.tickets
        ),
    )


def _occasion(evening: DemoEvening) -> OccasionDraft:
    day = clock.now().astimezone(ZoneInfo(TIME_ZONE)) + timedelta(weeks=evening.weeks_ahead)
    return OccasionDraft(
        kind=evening.kind,
        starts_at=_at(day, evening.begins),
        ends_at=_at(day, evening.ends),
        time_zone=TIME_ZONE,
        venue=evening.venue,
        address=evening.address,
    )


def _at(day: datetime, clock_time: tuple[int, int]) -> datetime:
    hour, minute = clock_time
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _open(kind: DemoTickets) -> None:
    seats = read_seats(kind.seats) if kind.seats else ()
    open_tickets(sku=kind.sku, warehouse=BOX_OFFICE, seats=seats, quantity=kind.places)
