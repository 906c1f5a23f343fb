ALTER TABLE charges RENAME TO former_charges;
DROP INDEX charges_by_reference;
DROP INDEX charges_to_settle;

CREATE TABLE charges (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    story TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('card', 'upi_intent', 'upi_collect')),
    upi_id TEXT NOT NULL,
    page TEXT NOT NULL,
    return_url TEXT NOT NULL,
    expires_at REAL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('processing', 'requires_action', 'authorised',
        'captured', 'voided', 'declined', 'refunded', 'expired')),
    decline_code TEXT CHECK ((decline_code IS NOT NULL) = (status = 'declined')),
    captured INTEGER NOT NULL CHECK (captured BETWEEN 0 AND amount),
    refunded INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND captured),
    settles_at REAL,
    created_at REAL NOT NULL
);
INSERT INTO charges
    SELECT id, reference, card, 'card', '', '', '', NULL, amount, currency, status, decline_code,
           captured, refunded, settles_at, created_at
    FROM former_charges ORDER BY rowid;
DROP TABLE former_charges;

CREATE INDEX charges_by_reference ON charges (reference);
CREATE INDEX charges_by_upi_id ON charges (upi_id) WHERE status = 'requires_action';
CREATE INDEX charges_undecided ON charges (status)
    WHERE status IN ('processing', 'requires_action', 'expired');
-- schema.sql asks for an index of this name.
CREATE INDEX charges_to_settle ON charges (settles_at) WHERE settles_at IS NOT NULL;
