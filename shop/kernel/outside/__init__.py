"""Outside firms: asked within a time budget, and left alone for a while when they are down."""

from shop.kernel.outside.breakers import calling, forget_breakers
from shop.kernel.outside.firms import OutsideFirm, Refused
from shop.kernel.outside.speaking import Reply, TimeBudget
from shop.kernel.outside.standings import Manner, Standing, standings
from shop.kernel.outside.wires import Wire

__all__ = [
    "Manner",
    "OutsideFirm",
    "Refused",
    "Reply",
    "Standing",
    "TimeBudget",
    "Wire",
    "calling",
    "forget_breakers",
    "standings",
]
