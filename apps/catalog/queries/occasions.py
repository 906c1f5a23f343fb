"""When and where tickets are for, whatever became of their sale."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from apps.catalog.models import Variant
from apps.catalog.rules.listings import ShownOccasion


def occasions_of(stock_codes: Collection[str]) -> dict[str, ShownOccasion]:
    """The occasions of those that are kinds of tickets, by stock code."""
    rows = Variant.objects.filter(stock_code__in=stock_codes, product__occasion__isnull=False)
    return {it.stock_code: _shown(it) for it in rows.select_related("product__occasion")}


def _shown(variant: Variant) -> ShownOccasion:
    occasion = variant.product.occasion
    zone = ZoneInfo(occasion.time_zone)
    return ShownOccasion(
        kind=occasion.kind,
        starts_at=occasion.starts_at.astimezone(zone),
        ends_at=occasion.ends_at.astimezone(zone),
        time_zone=occasion.time_zone,
        venue=occasion.venue,
        address=occasion.address,
    )
