"""What the ledger says of the money at gateways."""

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
