"""The statements of the checkout, without the cost of the ORM, and those that read all money."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from shop.kernel import clock
from shop.kernel.stories import Story

Value = UUID | Decimal | str | datetime

_INSERT_PAYMENT = """
INSERT INTO payments_payment
    (id, order_id, customer_id, order_number, amount, currency, captured, refunded, state)
VALUES (%s, %s, %s, %s, %s, %s, 0, 0, %s)
"""

_INSERT_WITH_ATTEMPT = f"""
WITH payment AS ({_INSERT_PAYMENT})
INSERT INTO payments_paymentattempt
    (id, payment_id, number, amount, method, token, return_url, state, gateway_id, reason,
     action_kind, action_url, action_page, captured, promised_back, claims, due_at, story)
VALUES (%s, %s, 1, %s, 'card', %s, '', 'requested', '', '', '', '', '', 0, 0, 0, %s, %s)
"""  # noqa: S608 - constant text only


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """An open payment of an order; nothing was captured yet."""

    id: UUID
    order_id: UUID
    customer_id: UUID
    order_number: str
    amount: Decimal
    currency: str

    @property
    def values(self) -> list[Value]:
        """In the order of the statement."""
        return [
            self.id,
            self.order_id,
            self.customer_id,
            self.order_number,
            self.amount,
            self.currency,
        ]


def insert_payment(new: NewPayment, *, state: str = "open") -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_PAYMENT, [*new.values, state])


def insert_payment_with_attempt(
    new: NewPayment, *, attempt_id: UUID, token: str, story: Story
) -> None:
    """The payment, and its attempt number 1, requested and due at once."""
    attempt: list[Value] = [
        *(attempt_id, new.id, new.amount, token, clock.now(), json.dumps(story))
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_WITH_ATTEMPT, [*new.values, "open", *attempt])


_REFUNDS = """
refunds AS (
    SELECT payment_id,
           sum(amount) FILTER (WHERE state = 'requested') AS requested,
           sum(amount) FILTER (WHERE state = 'refused') AS refused
    FROM payments_refund GROUP BY payment_id
)
"""

MONEY_COLUMNS = (
    "order_id", "payment_id", "state", "amount", "granted", "captured", "refunded", "going_back",
    "currency",
)  # fmt: skip
MONEY_BY_ORDER = f"""
WITH {_REFUNDS}
SELECT payment.order_id, payment.id, payment.state, payment.amount, payment.granted,
       payment.captured, payment.refunded, coalesce(refunds.requested, 0), payment.currency
FROM payments_payment payment
LEFT JOIN refunds ON refunds.payment_id = payment.id
WHERE %s::uuid[] IS NULL OR payment.order_id = ANY(%s::uuid[])
"""  # noqa: S608 - constant text only

IMBALANCES = f"""
WITH {_REFUNDS}, attempts AS (
    SELECT payment_id, sum(captured) AS captured, sum(promised_back) AS promised_back,
           sum(captured - promised_back) FILTER (WHERE method = 'wallet') AS by_wallet
    FROM payments_paymentattempt GROUP BY payment_id
), grants AS (
    SELECT payment_id, sum(amount) AS sum FROM payments_refundgrant GROUP BY payment_id
), money AS (
    SELECT payment.*,
           coalesce(attempts.captured, 0) AS attempted,
           coalesce(attempts.promised_back, 0) AS promised_back,
           coalesce(attempts.by_wallet, 0) AS by_wallet,
           coalesce(refunds.requested, 0) AS requested,
           coalesce(refunds.refused, 0) AS refused,
           coalesce(grants.sum, 0) AS grants,
           payment.captured - payment.refunded - coalesce(refunds.requested, 0) AS kept
    FROM payments_payment payment
    LEFT JOIN attempts ON attempts.payment_id = payment.id
    LEFT JOIN refunds ON refunds.payment_id = payment.id
    LEFT JOIN grants ON grants.payment_id = payment.id
)
SELECT order_id, id, complaint FROM money, LATERAL (VALUES
    (captured <> attempted,
     format('%%s was captured, but its attempts say %%s', captured, attempted)),
    (refunded + requested + refused <> promised_back,
     format('%%s went back or will, but %%s was promised',
            refunded + requested + refused, promised_back)),
    (granted <> grants,
     format('%%s was granted, but its grants say %%s', granted, grants)),
    (state = 'paid' AND kept <> amount - granted,
     format('it is paid, but %%s of %%s is kept', kept, amount - granted)),
    (state = 'open' AND (kept <> by_wallet OR kept >= amount),
     format('it is open: %%s is kept, %%s of it from a wallet', kept, by_wallet)),
    (state = 'closed' AND kept <> 0,
     format('it is closed, but %%s is kept', kept))
) AS checks (is_broken, complaint)
WHERE is_broken
ORDER BY order_id, complaint
"""  # noqa: S608 - constant text only

UNDER_WAY = """
SELECT payment.order_id, 'attempt', attempt.id, attempt.claims
FROM payments_paymentattempt attempt JOIN payments_payment payment ON payment.id = payment_id
WHERE attempt.due_at IS NOT NULL AND attempt.created_at < %s
UNION ALL
SELECT payment.order_id, 'refund', refund.id, refund.claims
FROM payments_refund refund JOIN payments_payment payment ON payment.id = payment_id
WHERE refund.due_at IS NOT NULL AND refund.created_at < %s
"""

WALLET_IMBALANCES = """
SELECT format('transfer %%s: its entries sum to %%s %%s', transfer_id, sum(amount), currency)
FROM payments_walletentry GROUP BY transfer_id, currency HAVING sum(amount) <> 0
UNION ALL
SELECT format('transfer %%s: it has no entries', transfer.id)
FROM payments_wallettransfer transfer
WHERE NOT EXISTS (SELECT FROM payments_walletentry WHERE transfer_id = transfer.id)
UNION ALL
SELECT format('wallet %%s: it holds %%s, but its entries sum to %%s', account.id, account.balance,
              coalesce(sum(entry.amount), 0))
FROM payments_walletaccount account
LEFT JOIN payments_walletentry entry ON entry.account_id = account.id
GROUP BY account.id HAVING account.balance <> coalesce(sum(entry.amount), 0)
UNION ALL
SELECT format('wallet %%s: an entry is in %%s', account.id, entry.currency)
FROM payments_walletaccount account JOIN payments_walletentry entry ON entry.account_id = account.id
WHERE entry.currency <> account.currency
UNION ALL
SELECT format('attempt %%s: %%s came from a wallet, but its entry says %%s', attempt.id,
              attempt.captured, coalesce(-entry.amount, 0))
FROM payments_paymentattempt attempt
LEFT JOIN payments_wallettransfer transfer
       ON transfer.attempt_id = attempt.id AND transfer.reason = 'payment'
LEFT JOIN payments_walletentry entry
       ON entry.transfer_id = transfer.id AND entry.account_id IS NOT NULL
WHERE (attempt.method = 'wallet' OR transfer.id IS NOT NULL)
  AND attempt.captured <> coalesce(-entry.amount, 0)
UNION ALL
SELECT format('refund %%s: %%s went to a wallet, but its entry says %%s', refund.id,
              refund.amount, coalesce(entry.amount, 0))
FROM payments_refund refund
LEFT JOIN payments_wallettransfer transfer
       ON transfer.refund_id = refund.id AND transfer.reason = 'refund'
LEFT JOIN payments_walletentry entry
       ON entry.transfer_id = transfer.id AND entry.account_id IS NOT NULL
WHERE (refund.destination = 'wallet' OR transfer.id IS NOT NULL)
  AND refund.amount <> coalesce(entry.amount, 0)
"""

GATEWAY_IMBALANCES = """
SELECT format('attempt %%s: %%s was captured at %%s, but the ledger says %%s', attempt.id,
              attempt.captured, attempt.gateway, coalesce(-entry.amount, 0))
FROM payments_paymentattempt attempt
LEFT JOIN payments_wallettransfer transfer
       ON transfer.attempt_id = attempt.id AND transfer.reason = 'capture'
LEFT JOIN payments_walletentry entry
       ON entry.transfer_id = transfer.id AND entry.gateway = attempt.gateway
      AND entry.system = 'gateway'
WHERE attempt.method <> 'wallet' AND attempt.captured <> coalesce(-entry.amount, 0)
UNION ALL
SELECT format('refund %%s: %%s was given back by %%s, but the ledger says %%s', refund.id,
              given.amount, attempt.gateway, coalesce(entry.amount, 0))
FROM payments_refund refund
CROSS JOIN LATERAL (SELECT CASE WHEN refund.state = 'done' AND refund.destination = 'source'
                                THEN refund.amount ELSE 0 END AS amount) given
JOIN payments_paymentattempt attempt ON attempt.id = refund.attempt_id
LEFT JOIN payments_wallettransfer transfer
       ON transfer.refund_id = refund.id AND transfer.reason = 'given_back'
LEFT JOIN payments_walletentry entry
       ON entry.transfer_id = transfer.id AND entry.gateway = attempt.gateway
      AND entry.system = 'gateway'
WHERE given.amount <> coalesce(entry.amount, 0)
"""

BOOKED_AT_GATEWAY = """
SELECT attempt.gateway_id, payment.order_id, payment.order_number, -entry.amount, entry.currency,
       entry.at
FROM payments_walletentry entry
JOIN payments_wallettransfer transfer ON transfer.id = entry.transfer_id
LEFT JOIN payments_refund refund ON refund.id = transfer.refund_id
JOIN payments_paymentattempt attempt
  ON attempt.id = coalesce(transfer.attempt_id, refund.attempt_id)
JOIN payments_payment payment ON payment.id = attempt.payment_id
WHERE entry.system = 'gateway' AND entry.gateway = %s
  AND (%s::text[] IS NULL OR attempt.gateway_id = ANY(%s::text[]))
ORDER BY entry.at, entry.id
"""

CHARGES_THAT_DIFFER = """
WITH told AS (
    SELECT charge_id, currency, sum(came) AS came, sum(went) AS went
    FROM payments_settlemententry WHERE provider = %(gateway)s GROUP BY charge_id, currency
), booked AS (
    SELECT attempt.gateway_id AS charge_id, entry.currency, max(entry.at) AS newest,
           sum(greatest(-entry.amount, 0)) AS came, sum(greatest(entry.amount, 0)) AS went
    FROM payments_walletentry entry
    JOIN payments_wallettransfer transfer ON transfer.id = entry.transfer_id
    LEFT JOIN payments_refund refund ON refund.id = transfer.refund_id
    JOIN payments_paymentattempt attempt
      ON attempt.id = coalesce(transfer.attempt_id, refund.attempt_id)
    WHERE entry.system = 'gateway' AND entry.gateway = %(gateway)s GROUP BY 1, 2
)
SELECT DISTINCT charge_id FROM told FULL JOIN booked USING (charge_id, currency)
WHERE (told.came, told.went) IS DISTINCT FROM (booked.came, booked.went)
  AND (told.came IS NOT NULL OR booked.newest >= %(since)s)
"""

HELD_BY_GATEWAYS = """
SELECT gateway, currency, -sum(amount) FROM payments_walletentry
WHERE system = 'gateway' GROUP BY gateway, currency ORDER BY gateway, currency
"""
