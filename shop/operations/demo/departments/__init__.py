"""One module a department: its sign over the door, and its price list."""
