"""What reads the money of all payments, and what of it is still under way."""

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
    "promised", "currency",
)  # fmt: skip
MONEY_BY_ORDER = f"""
WITH {_REFUNDS}
SELECT payment.order_id, payment.id, payment.state, payment.amount, payment.granted,
       payment.captured, payment.refunded, coalesce(refunds.requested, 0),
       CASE WHEN payment.state = 'authorised' THEN
           (SELECT coalesce(sum(amount), 0) FROM payments_paymentattempt
            WHERE payment_id = payment.id AND state IN ('held', 'authorised')) ELSE 0 END,
       payment.currency
FROM payments_payment payment
LEFT JOIN refunds ON refunds.payment_id = payment.id
WHERE %s::uuid[] IS NULL OR payment.order_id = ANY(%s::uuid[])
"""  # noqa: S608 - constant text only

IMBALANCES = f"""
WITH {_REFUNDS}, attempts AS (
    SELECT payment_id, sum(captured) AS captured, sum(promised_back) AS promised_back,
           sum(captured - promised_back) FILTER (WHERE method = 'wallet') AS by_wallet,
           sum(amount) FILTER (WHERE state = 'held') AS held,
           sum(amount) FILTER (WHERE state = 'authorised') AS asked_for
    FROM payments_paymentattempt GROUP BY payment_id
), grants AS (
    SELECT payment_id, sum(amount) AS sum FROM payments_refundgrant GROUP BY payment_id
), money AS (
    SELECT payment.*,
           coalesce(attempts.captured, 0) AS attempted,
           coalesce(attempts.promised_back, 0) AS promised_back,
           coalesce(attempts.by_wallet, 0) AS by_wallet,
           attempts.held, coalesce(attempts.asked_for, 0) AS asked_for,
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
    (state IN ('open', 'lapsed') AND (kept <> by_wallet OR kept >= amount - granted),
     format('it is %%s: %%s is kept, %%s of it from a wallet', state, kept, by_wallet)),
    (state = 'authorised' AND kept + held <> amount - granted,
     format('it is authorised: %%s is kept and %%s held of %%s', kept, held, amount - granted)),
    (state = 'authorised' AND held IS NULL AND kept + asked_for < amount - granted,
     format('it is authorised: %%s is kept and %%s asked for of %%s', kept, asked_for,
            amount - granted)),
    (state = 'closed' AND kept <> 0,
     format('it is closed, but %%s is kept', kept))
) AS checks (is_broken, complaint)
WHERE is_broken
ORDER BY order_id, complaint
"""  # noqa: S608 - constant text only

UNDER_WAY = """
SELECT payment.order_id, 'attempt', attempt.id, attempt.claims
FROM payments_paymentattempt attempt JOIN payments_payment payment ON payment.id = payment_id
WHERE attempt.due_at IS NOT NULL AND coalesce(attempt.held_until, attempt.created_at) < %s
UNION ALL
SELECT payment.order_id, 'refund', refund.id, refund.claims
FROM payments_refund refund JOIN payments_payment payment ON payment.id = payment_id
WHERE refund.due_at IS NOT NULL AND refund.created_at < %s
"""
