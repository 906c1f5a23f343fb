"""Where every unit of a SKU is, and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from apps.inventory.queries import (
    ExpectedSupply,
    HeldUnits,
    LedgerLine,
    RecordedStock,
    WaitingUnits,
    announced,
    availability_of,
    expected_supplies,
    held_units_of,
    latest_movements_of,
    line_of,
    queue_of,
    stock_as_of,
    stock_as_recorded,
)
from apps.orders.queries.numbers import numbers_of
from shop.kernel import clock
from shop.kernel.errors import NotFound
from shop.operations.explaining.chapters import Chapter, Explanation, chapter

LATEST = 20
_MOMENT = "%Y-%m-%d %H:%M:%S"


def explain_stock(sku: str, *, at: datetime | None = None) -> Explanation:
    """What is recorded about the SKU's units, and where they were at a moment, if one is given.

    Raises NotFound if it was never stocked.
    """
    places = stock_as_recorded(sku)
    if not places:
        raise NotFound(f"{sku} was never stocked. SKUs are written as the catalogue writes them.")
    held, moved = held_units_of(sku), latest_movements_of(sku, at_most=LATEST)
    waiting = queue_of(sku, at_most=LATEST)
    orders = {units.order_id for units in held} | {units.order_id for units in waiting}
    numbers = numbers_of(orders | {line.order_id for line in moved if line.order_id})
    line = list(_line(waiting, numbers))
    available = availability_of([sku]).get(sku, 0)
    return Explanation(
        subject=f"stock of {sku}",
        answer=_answer(sku, available, places, held),
        chapters=(
            chapter("Where the units are", _places(places)),
            *([_past(sku, at)] if at else []),
            chapter("Kept for orders", _kept(held, numbers)),
            *([chapter("Who waits, first come first served", line)] if line else []),
            *([chapter("In the waiting list", people)] if (people := list(_people(sku))) else []),
            chapter("On order at suppliers", _ordered(expected_supplies([sku]))),
            chapter("What others were told", _told(sku)),
            chapter(f"The last {len(moved)} movements", _moved(moved, numbers)),
        ),
    )


def _answer(
    sku: str, available: int, places: Sequence[RecordedStock], held: Sequence[HeldUnits]
) -> str:
    on_hand = sum(place.on_hand for place in places)
    if available:
        return f"{available} of {on_hand} units can be bought."
    if not on_hand:
        return f"{sku} is sold out: no unit is in the house."
    unpaid = sum(units.quantity for units in held if units.state == "held")
    aside = sum(place.unavailable for place in places)
    promised = f"{on_hand - aside} of the {on_hand}" if aside else f"all {on_hand}"
    return (
        f"{sku} is sold out: {promised} units in the house are promised,"
        f" {unpaid} of them to buyers who have not paid yet"
        f"{f'; {aside} are not for sale' if aside else ''}."
    )


def _past(sku: str, moment: datetime) -> Chapter:
    told = moment.astimezone(UTC)
    return chapter(f"Where they were at {told:{_MOMENT}} UTC", _places(stock_as_of(sku, moment)))


def _places(places: Sequence[RecordedStock]) -> Iterator[str]:
    for place in places:
        paid = f" ({place.committed} of them paid)" if place.committed else ""
        parts = [f"{place.on_hand} on hand", f"{place.reserved} promised{paid}", *_aside(place)]
        yield f"{place.warehouse}: {', '.join([*parts, f'{place.free} free', *_coming(place)])}"


def _aside(place: RecordedStock) -> Iterator[str]:
    kinds = {
        "damaged": place.damaged,
        "in quality control": place.quality_control,
        "kept as safety stock": place.safety_stock,
    }
    return (f"{units} {kind}" for kind, units in kinds.items() if units)


def _coming(place: RecordedStock) -> Iterator[str]:
    if place.incoming:
        yield f"{place.incoming} on the way here"


def _kept(held: Sequence[HeldUnits], numbers: Mapping[UUID, str]) -> Iterator[str]:
    for units in held:
        order = numbers.get(units.order_id, str(units.order_id))
        yield f"{units.quantity} in {units.warehouse} for order {order}: {_standing(units)}"


def _line(waiting: Sequence[WaitingUnits], numbers: Mapping[UUID, str]) -> Iterator[str]:
    for place, units in enumerate(waiting, start=1):
        order = numbers.get(units.order_id, str(units.order_id))
        paid = "paid" if units.state == "committed" else "not paid"
        when = units.promised_for or "no day"
        yield (
            f"{place}. {units.quantity} for order {order}: {paid}, promised for {when},"
            f" since {units.since:{_MOMENT}} UTC"
        )


def _people(sku: str) -> Iterator[str]:
    line = line_of(sku)
    if line.waiting:
        yield f"{line.waiting} waiting, since {line.since:{_MOMENT}} UTC"
    if line.offered:
        yield f"{line.offered} with a unit that is held for them"


def _standing(units: HeldUnits) -> str:
    if units.state != "held" or units.expires_at is None:
        return f"paid, waits for {units.awaited} more" if units.awaited else "paid, to be sent"
    if units.expires_at < clock.now():
        return f"not paid, lapsed at {units.expires_at:{_MOMENT}} UTC: whoever needs it gets it"
    return f"not paid, kept until {units.expires_at:{_MOMENT}} UTC"


def _ordered(supplies: Sequence[ExpectedSupply]) -> Iterator[str]:
    for it in supplies:
        late = ", which is over" if it.expected_on < clock.now().date() else ""
        yield (
            f"{it.units} to {it.warehouse} of purchase order {it.number} at {it.supplier},"
            f" due {it.expected_on:%Y-%m-%d}{late}"
        )


def _told(sku: str) -> Iterator[str]:
    told = announced(sku)
    yield (
        f"{told.on_hand} on hand, {told.reserved} promised, {told.unavailable} unavailable"
        if told
        else "nothing: StockUpdated was never published for it"
    )


def _moved(lines: Sequence[LedgerLine], numbers: Mapping[UUID, str]) -> Iterator[str]:
    for line in lines:
        order = f" order {numbers.get(line.order_id, line.order_id)}" if line.order_id else ""
        yield (
            f"{line.at:{_MOMENT}}  {line.cause.replace('_', ' ')} {line.changes}"
            f" in {line.warehouse}{order} {line.reason} ({line.actor})"
        )
