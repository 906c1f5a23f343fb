"""How much of the stock a planned past may use up."""

from shop.operations.demo.shapes import DemoProduct, DemoVariant

_SCARCE = 3


class SpareStock:
    """Units that may still be bought; what is scarce today was never touched."""

    def __init__(self, products: tuple[DemoProduct, ...]) -> None:
        self._left = {v.sku: _to_spare(v) for product in products for v in product.variants}

    def skus_of(self, product: DemoProduct) -> list[str]:
        """The variants of which at least one unit may be bought."""
        return [v.sku for v in product.variants if self._left[v.sku]]

    def take(self, sku: str, *, at_most: int) -> int:
        """Puts units into a basket and says how many there were, `at_most` or fewer."""
        taken = min(at_most, self._left[sku])
        self._left[sku] -= taken
        return taken


def _to_spare(variant: DemoVariant) -> int:
    stock = sum(variant.stock.values())
    return 0 if stock <= _SCARCE else stock // 2
