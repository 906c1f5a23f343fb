"""Waiting until every order has come to its end, and nobody has anything to ask any more."""

from tests.faults.books import Database
from tests.journeys.shopper import eventually

_UNFINISHED = """
SELECT (SELECT count(*) FROM orders_order ordered
        WHERE state NOT IN ('delivered', 'cancelled', 'rejected')
          AND NOT EXISTS (SELECT FROM orders_orderline line
                          WHERE line.order_id = ordered.id AND returned > 0))
     + (SELECT count(*) FROM orders_return WHERE state = 'requested')
     + (SELECT count(*) FROM orders_cancellation WHERE state = 'requested')
     + (SELECT count(*) FROM orders_order ordered
        JOIN payments_payment payment ON payment.order_id = ordered.id
        WHERE ordered.state IN ('shipped', 'delivered') AND ordered.credited <> payment.granted)
     + (SELECT count(*) FROM payments_paymentattempt WHERE due_at IS NOT NULL)
     + (SELECT count(*) FROM payments_refund WHERE due_at IS NOT NULL)
     + (SELECT count(*) FROM payments_gatewaycallback WHERE due_at IS NOT NULL)
     + (SELECT count(*) FROM shipping_couriercallback WHERE due_at IS NOT NULL)
"""


def settle(database: Database, *, seconds: float) -> None:
    """Returns once nothing is open. Fails when that takes longer than so many seconds."""
    eventually(
        lambda: not _unfinished(database),
        lambda: f"the end of {_unfinished(database)} things",
        patience=seconds,
        pause=0.5,
    )


def _unfinished(database: Database) -> int:
    (unfinished,) = database.execute(_UNFINISHED).fetchone()
    return unfinished
