from collections import Counter
from decimal import Decimal
from pathlib import Path

from hypothesis import given
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


MONEY = st.decimals("0", "999.99", places=2)


@given(MONEY, MONEY, MONEY)
def test_the_payment_status_follows_from_the_money(total, captured, refunded):
    refunded = min(captured, refunded)
    is_owed_nothing_back = captured - refunded >= total or refunded == 0

    status = payment_status(total=total, captured=captured, refunded=refunded)

    assert (status == "unpaid") == (captured == 0 < total)
    assert (status == "refunded") == (0 < refunded == captured)
    is_kept = refunded < captured or total == captured == 0
    assert (status == "paid") == (is_kept and is_owed_nothing_back)
    assert (status == "partially_refunded") == (
        0 < refunded < captured and captured - refunded < total
    )


def test_an_order_that_was_paid_twice_and_got_one_payment_back_is_paid():
    money = {"total": Decimal("12.50"), "captured": Decimal("25.00"), "refunded": Decimal("12.50")}

    assert payment_status(**money) == "paid"


def test_every_state_is_in_the_table_and_can_be_reached():
    reached = {target for targets in MOVES.values() for target in targets} | {State.PLACED}

    assert set(MOVES) == set(OrderState.values) == reached


def test_the_picture_of_the_states_is_that_of_the_table():
    assert (ROOT / PAGE).read_text() == page()
