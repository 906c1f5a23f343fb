"""What settlement files say, and what is wrong with them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from apps.payments.rules import SettlementLine
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding
from shop.operations.reconcile import read_settlement

STRIPE = (
    "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,charge_id,"
    "payment_intent_id,customer_facing_amount,customer_facing_currency\n"
)
PLAIN = "id,charge,amount,currency,at\n"


def read(header: str, *rows: str) -> list[SettlementLine | Finding]:
    return list(read_settlement([header, *(f"{row}\n" for row in rows)]))


def test_a_plain_line_came_or_went():
    came, went = read(
        PLAIN,
        "1,ch_1,12.50,EUR,2026-11-29T10:00:00+01:00",
        "2,ch_1,-2.50,eur,2026-11-29T10:00:00Z",
    )

    assert came == SettlementLine(
        id="1",
        charge_id="ch_1",
        came=Decimal("12.50"),
        went=Decimal(0),
        currency="EUR",
        at=datetime(2026, 11, 29, 9, tzinfo=UTC),
    )
    assert (went.came, went.went, went.currency) == (0, Decimal("2.50"), "EUR")


@pytest.mark.parametrize(
    ("category", "gross", "came", "went"),
    [
        ("charge", "12.50", "12.50", "0"),
        ("charge_failure", "-12.50", "-12.50", "0"),
        ("partial_capture_reversal", "-2.50", "-2.50", "0"),
        ("refund", "-2.50", "0", "2.50"),
        ("refund_failure", "2.50", "0", "-2.50"),
    ],
)
def test_stripe_says_which_side_a_line_is_on(category, gross, came, went):
    (line,) = read(STRIPE, f"txn_1,2026-11-29 10:00:00,eur,{gross},0,0,{category},ch_1,pi_1,,")

    assert (line.came, line.went) == (Decimal(came), Decimal(went))
    assert (line.id, line.charge_id, line.currency) == ("txn_1", "pi_1", "EUR")
    assert line.at == datetime(2026, 11, 29, 10, tzinfo=UTC)


def test_stripe_settles_in_another_currency_than_the_buyer_paid_in():
    (line,) = read(STRIPE, "txn_1,2026-11-29 10:00:00,eur,11.48,0,0,charge,ch_1,pi_1,12.50,usd")

    assert (line.came, line.currency) == (Decimal("12.50"), "USD")


@pytest.mark.parametrize("category", ["fee", "payout", "topup", "dispute"])
def test_what_moves_no_buyers_money_is_passed_over(category):
    assert read(STRIPE, f"txn_1,2026-11-29 10:00:00,eur,-1.00,0,-1.00,{category},,,,") == []


@pytest.mark.parametrize(
    "row",
    [
        ",ch_1,12.50,EUR,2026-11-29T10:00:00Z",
        "1,,12.50,EUR,2026-11-29T10:00:00Z",
        "1,ch_1,much,EUR,2026-11-29T10:00:00Z",
        "1,ch_1,NaN,EUR,2026-11-29T10:00:00Z",
        "1,ch_1,12.50,EURO,2026-11-29T10:00:00Z",
        "1,ch_1,12.50,EUR,yesterday",
        "1,ch_1,12.50,EUR,2026-11-29T10:00:00",
        "1,ch_1,12.50",
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_next_one_is_read(row):
    wrong, right = read(PLAIN, row, "2,ch_2,1.00,EUR,2026-11-29T10:00:00Z")

    assert (wrong.line, wrong.severity) == (2, "error")
    assert right.charge_id == "ch_2"


def test_another_file_is_refused():
    with pytest.raises(InvalidInput, match="no settlement file"):
        read("Handle,Title\n", "a,b")
