from collections import Counter
from decimal import Decimal
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from apps.orders.management.commands.order_states import PAGE, page
from apps.orders.models import OrderState
from apps.orders.rules import MOVES, Paid, State, Units, fulfilment_status, payment_status

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


@given(total=MONEY, credited=MONEY, captured=MONEY, refunded=MONEY, is_promised=st.booleans())
@example(total=0, credited=0, captured=0, refunded=0, is_promised=False)
@example(total=0, credited=0, captured=2, refunded=1, is_promised=False)
@example(total=0, credited=0, captured=2, refunded=2, is_promised=False)
@example(total=2, credited=0, captured=0, refunded=0, is_promised=False)
@example(total=2, credited=2, captured=0, refunded=0, is_promised=False)
@example(total=2, credited=0, captured=1, refunded=0, is_promised=False)
@example(total=2, credited=1, captured=1, refunded=0, is_promised=False)
@example(total=2, credited=1, captured=2, refunded=1, is_promised=False)
@example(total=2, credited=0, captured=3, refunded=2, is_promised=False)
@example(total=2, credited=0, captured=1, refunded=0, is_promised=True)
@example(total=2, credited=1, captured=1, refunded=0, is_promised=True)
def test_the_payment_status_follows_from_the_money(
    total, credited, captured, refunded, is_promised
):
    refunded, owed = min(captured, refunded), total - min(total, credited)
    kept = captured - refunded
    authorized = is_promised and kept < owed
    is_true = {
        "authorized": authorized,
        "unpaid": captured == 0 < total,
        "partially_paid": refunded == 0 < kept < owed,
        "paid": kept >= (total if refunded else owed) and (kept > 0 or captured == 0 == total),
        "partially_refunded": refunded > 0 and 0 < kept < total,
        "refunded": 0 < refunded == captured,
    }

    status = payment_status(
        Paid(
            total=Decimal(total),
            owed=Decimal(owed),
            captured=Decimal(captured),
            refunded=Decimal(refunded),
            is_promised=is_promised,
        )
    )

    holds = [name for name, it_holds in is_true.items() if it_holds]
    assert status == ("authorized" if authorized else holds[0])
    assert len(holds) == 1 or holds[0] == "authorized"


def test_an_order_that_was_paid_twice_and_got_one_payment_back_is_paid():
    price = Decimal("12.50")

    assert payment_status(Paid(total=price, owed=price, captured=25, refunded=price)) == "paid"


def test_every_state_is_in_the_table_and_can_be_reached():
    reached = {target for targets in MOVES.values() for target in targets} | {State.PLACED}

    assert set(MOVES) == set(OrderState.values) == reached


def test_the_picture_of_the_states_is_that_of_the_table():
    assert (ROOT / PAGE).read_text() == page()
