"""How an event becomes a row of the outbox, and a row an event again."""
