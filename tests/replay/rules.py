"""The sentences of the data's README that name orders which break a rule of any shop."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

import duckdb

from tests.replay import expected


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`sentence` is the README's with a hole for the number, `broken` is true of those orders.

    The shop refuses them for one of `reasons`, unless it refused them for something else before.
    """

    sentence: str
    broken: str
    reasons: Set[str]


RULES = (
    Rule(
        sentence="{} orders have no items",
        broken="items = 0",
        reasons={expected.NO_ITEMS},
    ),
    Rule(
        sentence="{} no payment",
        broken="payments = 0",
        reasons={expected.NOT_PAID, expected.UNPAID_PARCEL},
    ),
    Rule(
        sentence="{} never approved",
        broken="approved IS NULL",
        reasons={expected.NOT_PAID, expected.UNPAID_PARCEL},
    ),
    Rule(
        sentence="{} handed to the carrier before approval",
        broken="carried < approved",
        reasons={expected.UNPAID_PARCEL},
    ),
    Rule(
        sentence="{} delivered before the carrier had them",
        broken="delivered < carried",
        reasons={expected.EARLY_DELIVERY},
    ),
    Rule(
        sentence="{} `canceled` WITH one",
        broken="status = 'canceled' AND delivered IS NOT NULL",
        reasons={expected.LATE_CANCELLATION},
    ),
    Rule(
        sentence="Payments differ from items plus freight by more than 1 cent in {} orders",
        broken="abs(paid - price) > 0.01",
        reasons={expected.OTHER_AMOUNT},
    ),
)
# These are counted, too; they are no reason to refuse an order.
REMARKS = {
    "{} `delivered` without a delivery date": "status = 'delivered' AND delivered IS NULL",
    "({} of them delivered)": "approved IS NULL AND status = 'delivered'",
    "{} late.": "delivered > promised",
    "by more than 1.00 in {} ": "abs(paid - price) > 1",
    "{} orders have several payments": "payments > 1",
}


@dataclass(frozen=True, kw_only=True)
class Broken:
    """How many orders break a rule; refused for that, for something before, or not at all."""

    rule: Rule
    orders: int
    refused: int
    refused_before: int
    got_through: int


def counted(books: duckdb.DuckDBPyConnection, condition: str) -> int:
    """Of how many orders it is true."""
    found = books.execute(f"SELECT count(*) FROM history WHERE {condition}")  # noqa: S608
    return int(found.fetchall()[0][0])


def broken_rules(books: duckdb.DuckDBPyConnection) -> Iterator[Broken]:
    """For each rule, what became of those who broke it; after `expected.tell`."""
    for rule in RULES:
        reasons = [
            reason
            for (reason,) in books.execute(
                "SELECT reason FROM history LEFT JOIN refused USING (order_id)"  # noqa: S608
                f" WHERE {rule.broken}"
            ).fetchall()
        ]
        refused = sum(reason in rule.reasons for reason in reasons)
        through = reasons.count(None)
        yield Broken(
            rule=rule,
            orders=len(reasons),
            refused=refused,
            refused_before=len(reasons) - refused - through,
            got_through=through,
        )
