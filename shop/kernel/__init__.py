"""What every context stands on: events, units of work, jobs, the clock, identity, errors."""
