-- By which door the shop came: each has settlements of its own.
ALTER TABLE charges ADD COLUMN door TEXT NOT NULL DEFAULT 'gateway';

-- What came in, and below zero what went back; from now on, since nobody wrote down when it was before.
CREATE TABLE settlements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    charge_id TEXT NOT NULL REFERENCES charges (id),
    door TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    currency TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX settlements_of_door ON settlements (door, number);
