from collections import Counter
from decimal import Decimal
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from apps.orders.management.commands.order_states import PAGE, page
from apps.orders.models import OrderState
from apps.orders.rules import MOVES, State, Units, fulfilment_status, payment_status

ROOT = Path(__file__).parents[3]
WHERE = ("shipped", "cancelled", "returned", "open")


def line(places: list[str]) -> Units:
    counted = Counter(places)
    return Units(
        quantity=len(places),
        shipped=counted["shipped"],
        cancelled=counted["cancelled"],
        returned=counted["returned"],
    )


@given(st.lists(st.lists(st.sampled_from(WHERE), min_size=1, max_size=6), min_size=1, max_size=5))
def test_the_fulfilment_status_follows_from_where_every_unit_is(lines):
    status = fulfilment_status(line(places) for places in lines)

    left = {place for places in lines for place in places} - {"cancelled"}
    if not left:
        assert status == "cancelled"
    elif left == {"open"}:
        assert status == "unfulfilled"
    elif "open" in left:
        assert status == "partially_fulfilled"
    else:
        assert status == ("fulfilled" if "shipped" in left else "returned")


# Of few cents, sums are often equal or nothing.
MONEY = (st.integers(0, 4) | st.integers(0, 99_999)).map(lambda cents: Decimal(cents) / 100)


@given(total=MONEY, captured=MONEY, refunded=MONEY)
@example(total=Decimal(0), captured=Decimal(0), refunded=Decimal(0))
@example(total=Decimal(0), captured=Decimal(2), refunded=Decimal(1))
@example(total=Decimal(0), captured=Decimal(2), refunded=Decimal(2))
@example(total=Decimal(2), captured=Decimal(0), refunded=Decimal(0))
@example(total=Decimal(2), captured=Decimal(1), refunded=Decimal(0))
@example(total=Decimal(2), captured=Decimal(2), refunded=Decimal(1))
@example(total=Decimal(2), captured=Decimal(3), refunded=Decimal(2))
def test_the_payment_status_follows_from_the_money(total, captured, refunded):
    refunded = min(captured, refunded)
    kept = captured - refunded
    is_true = {
        "unpaid": captured == 0 < total,
        "partially_paid": refunded == 0 < kept < total,
        "paid": kept >= total and (kept > 0 or captured == 0),
        "partially_refunded": refunded > 0 and 0 < kept < total,
        "refunded": 0 < refunded == captured,
    }

    status = payment_status(total=total, captured=captured, refunded=refunded)

    assert [name for name, holds in is_true.items() if holds] == [status]


def test_an_order_that_was_paid_twice_and_got_one_payment_back_is_paid():
    money = {"total": Decimal("12.50"), "captured": Decimal("25.00"), "refunded": Decimal("12.50")}

    assert payment_status(**money) == "paid"


def test_every_state_is_in_the_table_and_can_be_reached():
    reached = {target for targets in MOVES.values() for target in targets} | {State.PLACED}

    assert set(MOVES) == set(OrderState.values) == reached


def test_the_picture_of_the_states_is_that_of_the_table():
    assert (ROOT / PAGE).read_text() == page()
