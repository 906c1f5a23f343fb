"""How many to order, who bears the freight, and how long it takes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.suppliers.rules import Delivered, Landed, LeadTime, Packing, spread, units_to_order
from apps.suppliers.rules.drafts import SupplierDraft
from shop.kernel.errors import InvalidInput

CENTS = st.integers(min_value=0, max_value=10**9).map(lambda cents: Decimal(cents) / 100)
GOODS = st.builds(Landed, units=st.integers(min_value=1, max_value=10**6), unit_cost=CENTS)


@pytest.mark.parametrize(
    ("available", "order_up_to", "packing", "units"),
    [
        (2, 10, Packing(), 8),
        (0, 10, Packing(), 10),
        (2, 10, Packing(minimum=20), 20),
        (2, 10, Packing(pack_size=6), 12),
        (2, 10, Packing(minimum=20, pack_size=6), 24),
        (4, 10, Packing(pack_size=6), 6),
        (2, None, Packing(), 1),
        (2, None, Packing(minimum=5, pack_size=4), 8),
        (12, 10, Packing(minimum=3), 3),
    ],
)
def test_units_are_ordered_up_to_the_target_in_packs_he_sells(
    available, order_up_to, packing, units
):
    assert units_to_order(available, order_up_to=order_up_to, packing=packing) == units


def test_freight_is_borne_by_value():
    goods = [Landed(units=10, unit_cost=Decimal(1)), Landed(units=1, unit_cost=Decimal(20))]

    assert spread(Decimal("9.00"), goods, currency="EUR") == [Decimal("3.00"), Decimal("6.00")]


def test_free_goods_bear_it_by_units():
    goods = [Landed(units=2, unit_cost=Decimal()), Landed(units=1, unit_cost=Decimal())]

    assert spread(Decimal("1.00"), goods, currency="EUR") == [Decimal("0.67"), Decimal("0.33")]


@given(amount=CENTS, goods=st.lists(GOODS, min_size=1, max_size=30))
def test_the_shares_are_the_amount_to_the_cent(amount, goods):
    shares = spread(amount, goods, currency="EUR")

    assert sum(shares) == amount
    assert all(share >= 0 for share in shares)
    assert all(share == share.quantize(Decimal("0.01")) for share in shares)


def took(*days):
    return tuple(
        Delivered(number="PO-1", sent_on=date(2026, 11, 1), received_on=date(2026, 11, 1 + it))
        for it in days
    )


@pytest.mark.parametrize(
    ("receipts", "days"), [((), 5), (took(3), 3), (took(9, 1, 3), 3), (took(2, 3), 3)]
)
def test_a_lead_time_is_the_median_or_what_was_agreed(receipts, days):
    time = LeadTime(agreed=5, receipts=receipts)

    assert (time.days, time.is_learned) == (days, bool(receipts))
    assert time.from_day(date(2026, 12, 30)) > date(2026, 12, 30)


GOOD = {
    "code": "tea-house",
    "name": "The tea house",
    "currency": "EUR",
    "adapter": "email",
    "address": "orders@tea.example",
    "warehouse": "MAIN",
    "lead_days": 5,
}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "Tea House"}, "small letters, digits and hyphens"),
        ({"currency": "euro"}, "is no currency"),
        ({"lead_days": -1}, "A lead time is 0 to 365 days"),
        ({"warehouse": ""}, "to which warehouse the goods go"),
        ({"adapter": "fax"}, "Nobody is asked by 'fax': give one of email, rest"),
        ({"address": "tea.example"}, "that needs a mail address, not 'tea.example'"),
        ({"adapter": "rest", "address": "ftp://x"}, "begins with https://"),
        ({"approve_up_to": Decimal("-1")}, "-1 EUR is no amount"),
        ({"approve_up_to": Decimal("0.001")}, "0.001 EUR is no amount"),
    ],
)
def test_a_supplier_that_nobody_can_mean_is_refused(wrong, sentence):
    adapters = {"email": "", "rest": ""}
    SupplierDraft(**GOOD).check(adapters=adapters)

    with pytest.raises(InvalidInput, match=sentence):
        SupplierDraft(**{**GOOD, **wrong}).check(adapters=adapters)
