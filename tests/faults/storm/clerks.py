"""What the staff do with the goods, and what they remember of it, without asking the ledger."""

import random
import threading
from collections import Counter
from decimal import Decimal

from apps.inventory.models import Stock
from apps.inventory.rules import Counted
from apps.inventory.services import (
    cancel_count,
    cancel_transfer,
    close_transfer,
    draft_transfer,
    enter_counts,
    open_count,
    open_warehouse,
    post_count,
    receive_delivery,
    receive_transfer,
    release_lapsed_holds,
    ship_transfer,
)
from apps.orders.services import write_offers
from shop.events.base import Money
from shop.events.catalog import PublishedVariant
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.faults.storm.goods import SKUS, UNITS_AT_FIRST, WAREHOUSES


class Tally:
    """Units by SKU that came, were found or missed at a count, and got lost on their way."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.faults: list[str] = []
        self._lock = threading.Lock()

    def note(self, deed: str, *, times: int = 1, **units: dict[str, int]) -> None:
        """Somebody did it; `units` say by how much that changes which sum."""
        with self._lock:
            self.done[deed] += times
            for name, by_sku in units.items():
                getattr(self, name).update(by_sku)

    def note_fault(self, sentence: str) -> None:
        with self._lock:
            self.faults.append(sentence)

    def as_json(self) -> dict[str, object]:
        return {
            "received": self.received,
            "counted": self.counted,
            "lost": self.lost,
            "done": self.done,
            "faults": self.faults,
        }


def put_on_sale(tally: Tally) -> None:
    """Opens the warehouses, offers the goods, and brings the first of them."""
    price = Money(amount=Decimal("12.50"), currency="EUR")
    for sku in SKUS:
        variant = PublishedVariant(
            sku=sku, title=sku, price=price, tax_class="standard", weight_grams=100
        )
        write_offers(product_id=new_id(), variants=[variant])
    for code in WAREHOUSES:
        open_warehouse(code=code, name=code)
        _deliver(tally, code, dict.fromkeys(SKUS, UNITS_AT_FIRST))


def bring(tally: Tally, chance: random.Random) -> None:
    """A delivery of several SKUs, in any order."""
    skus = chance.sample(SKUS, chance.randint(1, 3))
    _deliver(tally, chance.choice(WAREHOUSES), {sku: chance.randint(1, 4) for sku in skus})


def transfer(tally: Tally, chance: random.Random) -> None:
    """Sends units to another warehouse; sometimes the last ones never arrive."""
    origin, destination = chance.sample(WAREHOUSES, 2)
    units = dict.fromkeys(chance.sample(SKUS, chance.randint(2, 4)), 1)
    pk = draft_transfer(origin=origin, destination=destination, units=units).pk
    try:
        ship_transfer(transfer_id=pk)
    except DomainError:
        cancel_transfer(transfer_id=pk)
        raise
    first, *others = units
    receive_transfer(transfer_id=pk, units={first: 1})
    if chance.random() < 0.3:
        close_transfer(transfer_id=pk, reason="fell off the lorry")
        tally.note("transfer, not all of it arrived", lost=dict.fromkeys(others, 1))
    else:
        receive_transfer(transfer_id=pk, units=dict.fromkeys(others, 1))
        tally.note("transfer")


def count(tally: Tally, chance: random.Random) -> None:
    """Counts some shelves, finds one unit more or fewer here and there, and posts the sheet."""
    warehouse = chance.choice(WAREHOUSES)
    skus = chance.sample(SKUS, chance.randint(2, 6))
    sheet = open_count(warehouse=warehouse, skus=skus)
    there = dict(Stock.objects.filter(warehouse=warehouse).values_list("sku", "on_hand"))
    found = [
        Counted(sku=sku, units=max(0, there[sku] + chance.choice((-1, 0, 0, 1)))) for sku in skus
    ]
    enter_counts(sheet_id=sheet.pk, counts=found)
    try:
        report = post_count(sheet_id=sheet.pk)
    except DomainError:
        cancel_count(sheet_id=sheet.pk)
        raise
    tally.note("count", counted={line.sku: line.variance or 0 for line in report.lines})


def sweep(tally: Tally, _: random.Random) -> None:
    """Lets go what buyers left."""
    tally.note("hold swept up", times=release_lapsed_holds())


DEEDS = [bring, transfer, count]


def _deliver(tally: Tally, warehouse: str, units: dict[str, int]) -> None:
    receive_delivery(warehouse=warehouse, units=units, reason="delivery")
    tally.note("delivery", received=units)
