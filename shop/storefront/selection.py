"""What a visitor has chosen to buy, before it is ordered."""

from dataclasses import dataclass

from django.http import HttpRequest

from shop.events.base import Money
from shop.kernel.money import money
from shop.storefront.goods import Choice, Goods, goods_with_sku

_KEY = "selection"


@dataclass(frozen=True, kw_only=True)
class Selection:
    """So many units of one choice, at today's price."""

    goods: Goods
    choice: Choice
    quantity: int

    @property
    def total(self) -> Money:
        price = self.choice.variant.price
        return money(price.amount * self.quantity, price.currency)


def selection_of(sku: str, quantity: int) -> Selection | None:
    """The selection, or None if nothing is sold under this SKU (any more)."""
    goods = goods_with_sku(sku)
    choice = goods.choice(sku) if goods else None
    if goods is None or choice is None:
        return None
    return Selection(goods=goods, choice=choice, quantity=quantity)


def keep_selection(request: HttpRequest, selection: Selection) -> None:
    """The session remembers it until it is ordered."""
    request.session[_KEY] = [selection.choice.variant.sku, selection.quantity]


def forget_selection(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def kept_selection(request: HttpRequest) -> tuple[str, int] | None:
    """SKU and quantity of what the session remembers."""
    kept = request.session.get(_KEY)
    return (kept[0], kept[1]) if kept else None
