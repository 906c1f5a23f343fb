"""Orders of anything, discounted and taxed in any way, of which units go back in any steps."""

from decimal import Decimal
from random import Random

import pytest

from apps.orders.rules import Agreement, parts_of, share_of
from shop.kernel.money import rounded
from tests.apps.orders.baskets import agreement
from tests.machines import THOROUGH

STORIES = 10_000
BATCH = 1_000


def explained(agreed: Agreement) -> Decimal:
    """The total once more: each cent by the rule that made it, and no rule taken for granted."""
    prices = sum(rounded(line.unit_price * line.quantity, agreed.currency) for line in agreed.lines)
    sending = agreed.shipping.gross(agreed.sent) if agreed.shipping else Decimal(0)
    taken = sum(off.amount for off in agreed.discounts)
    added = Decimal(0) if agreed.policy.included else sum(parts(agreed))
    return prices + sending - taken + added


def parts(agreed: Agreement) -> list[Decimal]:
    """What every authority gets of every line and of the shipping; taxes without parts as well."""
    shares = [agreed.shipping_tax]
    lines = zip(agreed.lines, agreed.line_discounts, agreed.line_taxes, strict=True)
    for line, off, tax in lines:
        taxed = line.taxed(off)
        found = parts_of(taxed, tax, agreed.policy, agreed.currency)
        shares += [share for _, share in found] if taxed.parts else [tax]
    return shares


def paid_for(agreed: Agreement) -> list[Decimal]:
    """What each line costs its buyer."""
    lines = zip(agreed.lines, agreed.line_discounts, agreed.line_taxes, strict=True)
    return [
        line.gross - off + (Decimal(0) if agreed.policy.included else tax)
        for line, off, tax in lines
    ]


def go_back(random: Random, agreed: Agreement) -> list[Decimal]:
    """Units are cancelled and returned in any steps until none is left; what each step refunds."""
    worth, gone = paid_for(agreed), [0] * len(agreed.lines)
    quantities = [line.quantity for line in agreed.lines]
    refunds = []
    while gone != quantities:
        at = random.choice([at for at, quantity in enumerate(quantities) if gone[at] < quantity])
        before, gone[at] = gone[at], random.randint(gone[at] + 1, quantities[at])
        refunds.append(
            share_of(worth[at], gone[at], quantities[at], agreed.currency)
            - share_of(worth[at], before, quantities[at], agreed.currency)
        )
    added = Decimal(0) if agreed.policy.included else agreed.shipping_tax
    return [*refunds, agreed.shipping_total + added]


def whole(amount: Decimal, agreed: Agreement) -> bool:
    return amount == rounded(amount, agreed.currency)


@pytest.mark.parametrize("first", range(0, STORIES * THOROUGH, BATCH))
def test_every_cent_is_explained_and_a_full_return_gives_back_exactly_what_was_paid(first):
    for number in range(first, first + BATCH):
        random = Random(number)  # noqa: S311 - stories, not secrets
        agreed = agreement(random)

        assert agreed.total == explained(agreed), number
        assert 0 <= agreed.tax == sum(parts(agreed)), number
        assert agreed.tax <= agreed.total, number
        assert all(amount >= 0 and whole(amount, agreed) for amount in paid_for(agreed)), number
        assert all(off.amount > 0 and whole(off.amount, agreed) for off in agreed.discounts), number
        assert agreed.shipping_total >= 0, number

        refunded = Decimal(0)
        for refund in go_back(random, agreed):
            refunded += refund
            assert refund >= 0, number
            assert whole(refund, agreed), number
            assert refunded <= agreed.total, number
        assert refunded == agreed.total, number


def test_the_stories_are_worth_telling():
    told = [agreement(Random(number)) for number in range(BATCH)]  # noqa: S311 - stories

    kinds = {off.promotion.kind for agreed in told for off in agreed.discounts}
    assert len(kinds) == 4
    assert {agreed.policy.rounding for agreed in told} == {"line", "total", "part"}
    assert sum(bool(agreed.discounts) for agreed in told) > BATCH / 3
    assert any(agreed.total == 0 for agreed in told)
