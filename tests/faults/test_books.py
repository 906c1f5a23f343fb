"""The books of the kill runs convict whoever takes too much, gives back too little, or loses it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from apps.payments.queries import Booked
from shop.kernel.identity import new_id
from shop.operations.reconcile import compared, read_settlement
from tests.faults.books import Ended, wrong_ends
from tests.faults.settlement import settled

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CAPTURED = Booked(
    charge_id="ch_1",
    order_id=new_id(),
    order_number="R-1",
    amount=Decimal("12.50"),
    currency="EUR",
    at=NOON,
)
REFUNDED = replace(CAPTURED, amount=Decimal("-5.00"))


def ended(state: str, *, credited: str = "0", kept: str = "0", reason: str = "") -> Ended:
    """An order of 30.00."""
    return Ended(state, reason, Decimal(30), Decimal(credited), Decimal(kept))


@pytest.mark.parametrize(
    ("way", "order"),
    [
        ("card", ended("delivered", kept="30")),
        ("voucher, returned in part", ended("delivered", credited="10", kept="20")),
        ("returned bit by bit", ended("delivered", credited="30")),
        ("left out as soon as it is paid", ended("delivered", credited="10", kept="20")),
        ("left out as soon as it is paid", ended("delivered", kept="30")),
        ("undelivered", ended("shipped", credited="30")),
        ("undelivered", ended("cancelled", reason="expired")),
        ("wallet and card, stopped", ended("cancelled", reason="requested", credited="30")),
    ],
)
def test_an_order_that_keeps_what_it_costs_in_the_end_is_right(way, order):
    assert wrong_ends({"one": way}, {"one": order}) == []


@pytest.mark.parametrize(
    ("way", "order"),
    [
        ("card", ended("delivered", kept="60")),
        ("card", ended("delivered", credited="10", kept="20")),
        ("voucher, returned in part", ended("delivered", kept="30")),
        ("voucher, returned in part", ended("delivered", credited="10", kept="30")),
        ("voucher, returned in part", ended("delivered", credited="30")),
        ("returned bit by bit", ended("delivered", credited="20", kept="10")),
        ("left out as soon as it is paid", ended("delivered", credited="30")),
        ("undelivered", ended("shipped", kept="30")),
        ("undelivered", ended("delivered", kept="30")),
        ("wallet and card, stopped", ended("cancelled", reason="requested", kept="2")),
    ],
)
def test_any_other_end_is_wrong(way, order):
    assert len(wrong_ends({"one": way}, {"one": order})) == 1


@pytest.fixture
def gateway(tmp_path):
    """It took 12.50, and gave 5.00 of it back; another charge brought nothing."""
    with closing(sqlite3.connect(tmp_path / "sandbox.sqlite3")) as ledger, ledger:
        ledger.execute("CREATE TABLE charges (id, captured, refunded, currency, created_at)")
        charges = [("ch_1", 1250, 500, "EUR"), ("ch_2", 0, 0, "EUR")]
        ledger.executemany(
            "INSERT INTO charges VALUES (?, ?, ?, ?, ?)",
            [(*charge, NOON.timestamp()) for charge in charges],
        )
    return tmp_path


@pytest.mark.parametrize(
    ("booked", "kinds"),
    [
        ([CAPTURED, REFUNDED], []),
        ([CAPTURED], ["refund_unknown_here"]),
        ([], ["unknown_here"]),
        ([CAPTURED, REFUNDED, REFUNDED], ["refund_missing_there"]),
        ([CAPTURED, REFUNDED, replace(CAPTURED, charge_id="ch_2")], ["missing_there"]),
    ],
)
def test_what_a_gateway_settles_is_held_against_all_that_is_booked(gateway, booked, kinds):
    with settled(gateway, gateway / "settlement.csv").open() as lines:
        told = list(read_settlement(lines))

    assert [one.kind for one in compared(told, booked)] == kinds
