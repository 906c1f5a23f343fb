-- Times are seconds since 1970, amounts are minor units.

CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY,
    card TEXT NOT NULL,
    created_at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS charges (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    card TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    status TEXT NOT NULL
        CHECK (status IN ('processing', 'authorised', 'captured', 'voided', 'declined', 'refunded')),
    decline_code TEXT CHECK ((decline_code IS NOT NULL) = (status = 'declined')),
    captured INTEGER NOT NULL CHECK (captured BETWEEN 0 AND amount),
    refunded INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND captured),
    settles_at REAL,
    created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS charges_by_reference ON charges (reference);
CREATE INDEX IF NOT EXISTS charges_to_settle ON charges (settles_at) WHERE status = 'processing';

CREATE TABLE IF NOT EXISTS shipments (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    tracking_number TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    parcels TEXT NOT NULL,
    status TEXT NOT NULL
        CHECK (status IN ('booked', 'dispatched', 'delivered', 'returned', 'cancelled')),
    booked_at REAL NOT NULL,
    dispatches_at REAL NOT NULL,
    delivers_at REAL NOT NULL CHECK (delivers_at >= dispatches_at)
);
CREATE INDEX IF NOT EXISTS shipments_by_reference ON shipments (reference);
CREATE INDEX IF NOT EXISTS shipments_to_dispatch ON shipments (dispatches_at)
    WHERE status = 'booked';
CREATE INDEX IF NOT EXISTS shipments_to_deliver ON shipments (delivers_at)
    WHERE status = 'dispatched';

CREATE TABLE IF NOT EXISTS callbacks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL CHECK (channel IN ('payment', 'courier')),
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    copies_left INTEGER NOT NULL CHECK (copies_left >= 0),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at REAL NOT NULL,
    last_error TEXT,
    created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS callbacks_to_send ON callbacks (channel, next_attempt_at)
    WHERE copies_left > 0;

CREATE TABLE IF NOT EXISTS outage (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    ends_at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS silences (
    firm TEXT PRIMARY KEY,
    ends_at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS phone_messages (
    id TEXT PRIMARY KEY,
    carrier TEXT NOT NULL CHECK (carrier IN ('sms', 'whatsapp')),
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    taken_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS phone_messages_by_time ON phone_messages (taken_at);

CREATE TABLE IF NOT EXISTS supplier_orders (
    id TEXT PRIMARY KEY,
    supplier TEXT NOT NULL,
    reference TEXT NOT NULL,
    number TEXT NOT NULL,
    story TEXT NOT NULL,
    items TEXT NOT NULL,
    wanted_on TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('taken', 'acknowledged', 'rejected')),
    promised TEXT NOT NULL,
    expected_on TEXT,
    reason TEXT NOT NULL,
    notices TEXT NOT NULL,
    taken_at REAL NOT NULL,
    answers_at REAL,
    supplies_at REAL
);
CREATE INDEX IF NOT EXISTS supplier_orders_by_reference ON supplier_orders (reference);
CREATE INDEX IF NOT EXISTS supplier_orders_to_answer ON supplier_orders (answers_at)
    WHERE answers_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS supplier_orders_to_supply ON supplier_orders (supplies_at)
    WHERE supplies_at IS NOT NULL;
