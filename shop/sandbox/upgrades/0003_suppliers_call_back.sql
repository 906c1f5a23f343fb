ALTER TABLE callbacks RENAME TO former_callbacks;
DROP INDEX callbacks_to_send;

CREATE TABLE callbacks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL CHECK (channel IN ('payment', 'courier', 'supplier')),
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    copies_left INTEGER NOT NULL CHECK (copies_left >= 0),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at REAL NOT NULL,
    last_error TEXT,
    created_at REAL NOT NULL
);
INSERT INTO callbacks
    SELECT number, id, channel, type, body, copies_left, attempts, next_attempt_at, last_error,
           created_at
    FROM former_callbacks ORDER BY number;
DROP TABLE former_callbacks;

CREATE INDEX callbacks_to_send ON callbacks (channel, next_attempt_at) WHERE copies_left > 0;
