"""What a visitor has in mind."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from shop.operations.demo.people import DemoPerson, people


class Ending(StrEnum):
    """How a visit ends."""

    ONLY_LOOKED = "only looked"
    LEFT_THE_CART = "left the cart"
    PAID = "paid"
    WAS_DECLINED = "was declined"
    NEVER_PAID = "never paid"
    CHANGED_MIND = "changed the mind"


_ENDINGS = {
    Ending.ONLY_LOOKED: 18,
    Ending.LEFT_THE_CART: 14,
    Ending.PAID: 52,
    Ending.WAS_DECLINED: 6,
    Ending.NEVER_PAID: 4,
    Ending.CHANGED_MIND: 6,
}
_GOOD_CARDS = ("tok_4242424242424242", "tok_4000000000000077", "tok_4000000000000259")
_TOKENS = {
    Ending.PAID: _GOOD_CARDS,
    Ending.WAS_DECLINED: ("tok_4000000000000002", "tok_4000000000009995"),
    Ending.NEVER_PAID: ("",),
    Ending.CHANGED_MIND: _GOOD_CARDS,
}
_LINES = (60, 28, 12)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visit; `payment_token` is "" for a visitor who does not get so far."""

    visitor: DemoPerson
    ending: Ending
    lines: int
    payment_token: str


def visits(chance: Random) -> Iterator[Visit]:
    """Visits without end."""
    crowd = people()
    while True:
        ending = chance.choices([*_ENDINGS], weights=[*_ENDINGS.values()])[0]
        yield Visit(
            visitor=chance.choice(crowd),
            ending=ending,
            lines=chance.choices((1, 2, 3), weights=_LINES)[0],
            payment_token=chance.choice(_TOKENS.get(ending, ("",))),
        )
