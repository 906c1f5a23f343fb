"""Why goods cannot be ordered, each with the facts that help to order something else."""

from collections.abc import Sequence

from shop.kernel.errors import DomainError, InvalidInput


class UnknownGoods(InvalidInput):
    """Nothing with such a SKU was ever for sale."""

    code = "unknown_goods"

    def __init__(self, skus: Sequence[str]) -> None:
        super().__init__(f"There is nothing called {', '.join(skus)}.", details={"skus": skus})


class NotForSale(DomainError):
    """It was for sale once, and is not now."""

    code = "not_for_sale"

    def __init__(self, skus: Sequence[str]) -> None:
        super().__init__(f"No longer for sale: {', '.join(skus)}.", details={"skus": skus})


class EmptyCart(DomainError):
    """There is nothing in the cart that could be ordered."""

    code = "empty_cart"

    def __init__(self) -> None:
        super().__init__("The cart is empty: put something into it first.")


class PriceChanged(DomainError):
    """The order would cost something else than the buyer agreed to; `details` say what."""

    code = "price_changed"
