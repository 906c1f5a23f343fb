"""Who makes some of the demo's goods, and what buyers may do where nothing is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shop.operations.demo.catalogue import products
from shop.operations.demo.shapes import DemoVariant

WEEKS_UNTIL_IT_IS_NEW = 5
FOR_WAITING = "STA-CARP-6"
"""It is sold out; buyers may wait for the next ones."""
FOR_PREORDER = "TOY-ABC-FR"
"""It has never been there; buyers may order it before it comes."""


@dataclass(frozen=True, kw_only=True)
class DemoSupplier:
    """The maker of a brand. The end of his name in the sandbox says how he treats orders.

    A proposal of at most `approve_up_to` euros goes to him by itself; None: staff look at all.
    """

    code: str
    brand: str
    in_sandbox: str
    lead_days: int
    approve_up_to: Decimal | None = None

    def sells(self) -> Iterator[DemoVariant]:
        for product in products():
            if product.brand == self.brand:
                yield from product.variants


SUPPLIERS = (
    DemoSupplier(
        code="fennimore",
        brand="Fennimore",
        in_sandbox="fennimore",
        lead_days=4,
        approve_up_to=Decimal(1000),
    ),
    DemoSupplier(
        code="salt-quay", brand="Salt Quay Roasters", in_sandbox="salt-quay-parts", lead_days=2
    ),
    DemoSupplier(
        code="graphis",
        brand="Graphis",
        in_sandbox="graphis-short",
        lead_days=9,
        approve_up_to=Decimal(1000),
    ),
)
