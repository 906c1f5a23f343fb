"""Every difference between a gateway's lines and our ledger has a name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from apps.payments.queries import Booked
from apps.payments.rules import BreakKind as Kind
from apps.payments.rules import SettlementLine
from shop.kernel.identity import new_id
from shop.operations.reconcile import Patience, compared

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
ORDER = new_id()


def booked(charge: str, amount: str, *, hours: float = 0) -> Booked:
    return Booked(
        charge_id=charge,
        order_id=ORDER,
        order_number="R-1",
        amount=Decimal(amount),
        currency="EUR",
        at=NOON + timedelta(hours=hours),
    )


def told(line: str, charge: str, amount: str, *, hours: float = 0) -> SettlementLine:
    signed = Decimal(amount)
    return SettlementLine(
        id=line,
        charge_id=charge,
        came=max(signed, Decimal(0)),
        went=max(-signed, Decimal(0)),
        currency="EUR",
        at=NOON + timedelta(hours=hours),
    )


# The first and the last line of a file's day, about a charge that agrees.
DAY = [told("first", "ch_0", "1", hours=-12), told("last", "ch_0", "1", hours=12)]
OURS = [booked("ch_0", "2", hours=-12)]


def kinds(lines, books) -> list[Kind]:
    return [one.kind for one in compared([*DAY, *lines], [*OURS, *books])]


def test_books_that_agree_have_no_difference():
    lines = [told("1", "ch_1", "12.50"), told("2", "ch_1", "-2.50", hours=1)]

    assert kinds(lines, [booked("ch_1", "12.50"), booked("ch_1", "-2.50", hours=1)]) == []


def test_money_that_nobody_here_knows_of():
    (one,) = compared([told("1", "ch_1", "12.50")], [])

    assert (one.kind, one.subject) == (Kind.UNKNOWN_HERE, "ch_1")
    assert one.sentence == (
        "The gateway took 12.50 and gave back 0 EUR; no order here knows of it."
    )


def test_money_that_the_gateway_does_not_tell_of():
    (one,) = compared(DAY, [*OURS, booked("ch_1", "12.50")])

    assert one.kind == Kind.MISSING_THERE
    assert one.sentence == "Order R-1: 12.50 EUR came in here, and nothing there."


def test_what_is_at_the_edge_of_the_files_time_may_stand_in_the_next_file():
    assert kinds([], [booked("ch_1", "12.50", hours=11), booked("ch_2", "1", hours=-11)]) == []
    assert compared([], [booked("ch_1", "12.50")]) == []


def test_another_amount():
    assert kinds([told("1", "ch_1", "12.00")], [booked("ch_1", "12.50")]) == [Kind.AMOUNT_DIFFERS]


def test_another_currency_says_nothing_about_amounts():
    line = replace(told("1", "ch_1", "99"), currency="USD")

    assert kinds([line], [booked("ch_1", "12.50")]) == [Kind.CURRENCY_DIFFERS]


def test_a_refund_that_was_made_at_the_gateway():
    lines = [told("1", "ch_1", "12.50"), told("2", "ch_1", "-5.00")]

    assert kinds(lines, [booked("ch_1", "12.50")]) == [Kind.REFUND_UNKNOWN_HERE]


def test_a_refund_that_the_gateway_does_not_tell_of():
    books = [booked("ch_1", "12.50"), booked("ch_1", "-5.00")]

    assert kinds([told("1", "ch_1", "12.50")], books) == [Kind.REFUND_MISSING_THERE]


def test_a_refund_of_a_charge_of_another_file_is_known():
    books = [booked("ch_1", "12.50", hours=-400), booked("ch_1", "-5.00")]

    assert kinds([told("1", "ch_1", "-5.00")], books) == []


def test_the_same_line_twice_is_one_line():
    lines = [told("1", "ch_1", "12.50"), told("1", "ch_1", "12.50")]

    assert kinds(lines, [booked("ch_1", "12.50")]) == []


def test_a_line_that_was_told_in_two_ways():
    lines = [told("1", "ch_1", "12.50"), told("1", "ch_1", "13.00")]

    assert kinds(lines, [booked("ch_1", "12.50")]) == [Kind.TOLD_DIFFERENTLY]


def test_a_partial_capture_is_told_in_two_lines():
    reversal = replace(told("2", "ch_1", "0"), came=Decimal("-2.50"))

    assert kinds([told("1", "ch_1", "12.50"), reversal], [booked("ch_1", "10.00")]) == []


MOVES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(-500, 1000).filter(bool), st.floats(-9, 9)),
    max_size=30,
)


@given(MOVES, st.randoms())
def test_the_same_moves_in_any_order_agree(moves, random):
    """Whatever happened, and in whatever order the file tells it."""
    books = [booked(f"ch_{n}", str(cents), hours=at) for n, cents, at in moves]
    lines = [
        told(f"{i}", f"ch_{n}", str(cents), hours=at) for i, (n, cents, at) in enumerate(moves)
    ]
    random.shuffle(lines)

    assert compared(lines, books) == []


@given(MOVES.filter(bool), st.data())
def test_a_line_that_is_lost_or_changed_is_found(moves, data):
    books = [booked(f"ch_{n}", str(cents), hours=at) for n, cents, at in moves]
    lines = [
        told(f"{i}", f"ch_{n}", str(cents), hours=at) for i, (n, cents, at) in enumerate(moves)
    ]
    which = data.draw(st.integers(0, len(lines) - 1))
    changed = lines[which]
    more = replace(changed, id="another", came=changed.came + 1, went=changed.went + 1)

    assert compared([*lines, more], books) != []


def seen(lines, books, *, hours: float, told_until: float = 12) -> list[tuple[Kind, bool]]:
    """What a matching finds so many hours after noon that has patience for three days."""
    patience = Patience(
        now=NOON + timedelta(hours=hours),
        told_since=NOON - timedelta(hours=12),
        told_until=NOON + timedelta(hours=told_until),
        settles_within=timedelta(hours=72),
    )
    found = compared([*DAY, *lines], [*OURS, *books], patience)
    return [(one.kind, one.is_open) for one in found]


def test_what_the_gateway_may_still_tell_is_open_and_then_broken():
    books = [booked("ch_1", "12.50")]

    assert seen([], books, hours=71) == [(Kind.MISSING_THERE, True)]
    assert seen([], books, hours=73) == [(Kind.MISSING_THERE, False)]


def test_what_the_gateway_told_just_now_may_still_be_booked():
    lines = [told("1", "ch_1", "12.50", hours=10)]

    assert seen(lines, [], hours=11) == [(Kind.UNKNOWN_HERE, True)]
    assert seen(lines, [], hours=13) == [(Kind.UNKNOWN_HERE, False)]


def test_a_refund_by_hand_is_not_excused_by_what_we_booked_yesterday():
    lines = [told("1", "ch_1", "12.50"), told("2", "ch_1", "-5.00", hours=1)]

    assert seen(lines, [booked("ch_1", "12.50")], hours=4) == [(Kind.REFUND_UNKNOWN_HERE, False)]


def test_a_gateway_that_was_asked_tells_of_the_time_until_then_even_by_saying_nothing():
    books = [booked("ch_1", "12.50", hours=100)]

    assert seen([], books, hours=200) == []
    assert seen([], books, hours=200, told_until=199) == [(Kind.MISSING_THERE, False)]
    assert seen([], books, hours=200, told_until=101) == []


def test_a_difference_names_the_order_if_there_is_one():
    known, unknown = compared(
        [told("1", "ch_1", "12.00"), told("2", "ch_2", "1")], [booked("ch_1", "12.50")]
    )

    assert (known.order_id, unknown.order_id) == (ORDER, None)
