"""What is taken off in the promoted cases: set-up, not measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from apps.orders.models import ShippingRate, Voucher
from apps.orders.services import (
    Condition,
    Reward,
    end_promotion,
    make_voucher,
    set_shipping_rate,
    set_shipping_zone,
    start_promotion,
)
from shop.events.base import Money
from shop.kernel import clock

VOUCHER = "BENCH-20"
USES = 10_000
ZONE = "Bench"
FROM_TEN_EUROS = Condition(minimum=Decimal(10))
BY_VOUCHER = Condition(needs_voucher=True)


@contextmanager
def running_promotions() -> Iterator[None]:
    """Five promotions of all kinds for everybody, sending that costs money, and a voucher.

    Of an order of one line, three take something off: a tenth, an euro, and what sending costs.
    """
    set_shipping_zone(name=ZONE, countries=())
    parcel = Money(amount=Decimal("4.90"), currency="EUR")
    rate = set_shipping_rate(zone=ZONE, method="standard", title="Parcel", amount=parcel)
    _make_voucher()
    started = [
        start_promotion(name="A tenth", reward=_share("0.10"), priority=1),
        start_promotion(
            name="An euro",
            reward=Reward(kind="fixed", amount=Decimal(1), currency="EUR"),
            condition=FROM_TEN_EUROS,
            priority=2,
        ),
        start_promotion(name="Three for two", reward=Reward(kind="buy_get", buy=2, get=1)),
        start_promotion(
            name="Sent for nothing",
            reward=Reward(kind="free_shipping", currency="EUR"),
            condition=FROM_TEN_EUROS,
        ),
        start_promotion(name="Alone", reward=_share("0.05"), stacks=False),
    ]
    try:
        yield
    finally:
        for promotion in started:
            end_promotion(promotion_id=promotion.pk)
        ShippingRate.objects.filter(pk=rate.pk).update(ended_at=clock.now())


def _make_voucher() -> None:
    """Once in a shop: nobody gets anything by it who does not have it."""
    if not Voucher.objects.filter(code=VOUCHER).exists():
        fifth = start_promotion(name="A fifth", reward=_share("0.20"), condition=BY_VOUCHER)
        make_voucher(code=VOUCHER, promotion_id=fifth.pk, slots=USES)


def _share(percent: str) -> Reward:
    return Reward(kind="percentage", percent=Decimal(percent))
