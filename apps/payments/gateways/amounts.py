"""How amounts are written for gateways."""

from shop.events.base import Money
from shop.kernel.money import rounded


def written(money: Money) -> str:
    """The same text at every retry: a gateway compares bodies that come with the same key."""
    return f"{rounded(money.amount, money.currency):f}"
