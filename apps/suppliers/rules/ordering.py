"""How many units to order."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Packing:
    """How a supplier sells: `minimum` units at least, and whole packs of `pack_size` units."""

    minimum: int = 1
    pack_size: int = 1

    def at_least(self, units: int) -> int:
        """The fewest units he sells that are enough."""
        wanted = max(units, self.minimum)
        return -(-wanted // self.pack_size) * self.pack_size


def units_to_order(available: int, *, order_up_to: int | None, packing: Packing) -> int:
    """So many that `order_up_to` units are there; without that, the fewest he sells."""
    missing = 1 if order_up_to is None else max(order_up_to - available, 1)
    return packing.at_least(missing)
