"""Where the ledger and the rows that it tells of differ; every complaint is one sentence."""

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
