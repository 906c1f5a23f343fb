"""Baskets, promotions and ways to take tax, made up at random: the same number, the same story."""

from decimal import Decimal
from random import Random

from apps.orders.rules import (
    Agreement,
    Basket,
    PricedLine,
    PricedShipping,
    Promotion,
    PromotionKind,
    Rounding,
    TaxPart,
    TaxPolicy,
    discounts_of,
)
from shop.kernel.money import minor_unit

CURRENCIES = ("EUR", "EUR", "JPY", "KWD")
COUNTRIES = ("DE", "US", "IN")
CLASSES = ("standard", "reduced", "books")
SKUS = tuple(f"TEA-{number}" for number in range(12))


def line(random: Random, sku: str, currency: str) -> PricedLine:
    parts = tuple(
        TaxPart(f"part {at}", Decimal(random.randint(0, 1200)) / 10_000)
        for at in range(random.choice((0, 1, 2, 3)))
    )
    rate = sum((part.rate for part in parts), Decimal(0))
    # A price may be below the minor unit: of screws, or of grams.
    finest = minor_unit(currency).scaleb(-random.choice((0, 0, 0, 1)))
    return PricedLine(
        sku=sku,
        title=sku,
        quantity=random.choice((1, 1, 1, 2, 3, 7, random.randint(1, 10_000))),
        unit_price=random.choice((0, 1, random.randint(1, 100_000))) * finest,
        tax_rate=rate,
        tax_rate_id=1,
        currency=currency,
        tax_parts=parts,
        ticketed=random.random() < 0.1,
        tax_class=random.choice(CLASSES),
    )


def shipping(random: Random, currency: str) -> PricedShipping | None:
    if random.random() < 0.2:
        return None
    return PricedShipping(
        method="standard",
        title="Standard",
        amount=random.randint(0, 2_000) * minor_unit(currency),
        free_from=random.choice((None, random.randint(1, 100_000) * minor_unit(currency))),
        rate_id=1,
        tax_rate=Decimal(random.choice((0, 19))) / 100,
        tax_rate_id=1,
        currency=currency,
    )


def basket(random: Random) -> Basket:
    currency = random.choice(CURRENCIES)
    skus = random.sample(SKUS, random.randint(1, 8))
    return Basket(
        lines=tuple(line(random, sku, currency) for sku in skus),
        shipping=shipping(random, currency),
        country=random.choice(COUNTRIES),
        is_member=random.random() < 0.5,
    )


def some(random: Random, of: tuple[str, ...]) -> frozenset[str]:
    """None of them, which is no condition, in most cases."""
    return frozenset(random.sample(of, random.choice((0, 0, 0, 1, 2))))


def promotion(random: Random, number: int, currency: str) -> Promotion:
    kind = random.choice(list(PromotionKind))
    return Promotion(
        id=number,
        name=f"promotion {number}",
        kind=kind,
        percent=Decimal(random.choice((1, 10, 33, 50, 100))) / 100,
        amount=random.randint(1, 50_000) * minor_unit(currency),
        currency=currency if kind == PromotionKind.FIXED else "",
        buy=random.randint(1, 4),
        get=random.randint(1, 3),
        minimum=random.choice((0, 0, random.randint(1, 50_000))) * minor_unit(currency),
        skus=some(random, SKUS),
        tax_classes=some(random, CLASSES),
        countries=some(random, COUNTRIES),
        members_only=random.random() < 0.2,
        stacks=random.random() < 0.7,
        priority=random.randint(0, 3),
    )


def agreement(random: Random) -> Agreement:
    """An order of anything, with any promotions, taxed in any way."""
    wanted = basket(random)
    promotions = [
        promotion(random, number, wanted.currency) for number in range(random.randint(0, 5))
    ]
    return Agreement(
        lines=wanted.lines,
        shipping=wanted.shipping,
        policy=TaxPolicy(random.random() < 0.5, random.choice(list(Rounding))),
        discounts=discounts_of(wanted, promotions),
    )
