"""What buyers want together, and what they do once they have it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.faults.storm.goods import HOT, SKUS
from tests.journeys.shopper import APPROVED, DECLINED

Line = tuple[str, int]
Shape = Callable[[random.Random], list[Line]]


def same_sku_twice(chance: random.Random) -> list[Line]:
    first, second = chance.sample(HOT, 2)
    return [(first, chance.randint(1, 2)), (second, 1), (first, 1)]


def there(chance: random.Random) -> list[Line]:
    """Two SKUs as they are sorted."""
    return [(sku, 1) for sku in sorted(chance.sample(HOT, 2))]


def and_back(chance: random.Random) -> list[Line]:
    """Two SKUs the other way round."""
    return there(chance)[::-1]


def bundle(chance: random.Random) -> list[Line]:
    """Many SKUs, in any order."""
    return [(sku, 1) for sku in chance.sample(SKUS, chance.randint(5, 9))]


def single(chance: random.Random) -> list[Line]:
    return [(chance.choice(HOT), chance.randint(1, 3))]


SHAPES: Mapping[str, Shape] = {
    "the same SKU on two lines": same_sku_twice,
    "two SKUs in order": there,
    "two SKUs in opposite order": and_back,
    "a bundle": bundle,
    "one SKU": single,
}


@dataclass(frozen=True, kw_only=True)
class Mood:
    """With `token`, the order is paid as it is placed; `steps` come afterwards, one by one.

    Steps that stand together are taken at once, from two windows.
    """

    often: int
    token: str = ""
    steps: Sequence[Sequence[str]] = ()


MOODS: Mapping[str, Mood] = {
    "pays with the order": Mood(often=3, token=APPROVED),
    "pays afterwards": Mood(often=3, steps=[["pay"]]),
    "is declined, and leaves": Mood(often=2, token=DECLINED),
    "is declined, and pays": Mood(often=2, steps=[["be declined"], ["pay"]]),
    "cancels unpaid": Mood(often=5, steps=[["cancel"]]),
    "cancels unpaid, twice at once": Mood(often=2, steps=[["cancel", "cancel"]]),
    "pays, then cancels": Mood(often=3, steps=[["pay"], ["cancel"]]),
    "pays and cancels at once": Mood(often=3, steps=[["pay", "cancel"]]),
    "leaves": Mood(often=4),
}


def mood_of(chance: random.Random) -> str:
    return chance.choices([*MOODS], weights=[mood.often for mood in MOODS.values()])[0]
