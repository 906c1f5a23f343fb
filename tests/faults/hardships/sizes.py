"""How large and how long. The environment changes each; the full size is the one of the design."""

import os

RATE = int(os.environ.get("RATE", "300"))
"""Events a second while all is well. Full: 1500."""
CALM_SECONDS = float(os.environ.get("CALM_SECONDS", "30"))
"""How long one looks before anything goes bad, and after all is well again."""
HELD_SECONDS = float(os.environ.get("HELD_SECONDS", "30"))
"""How long a transaction or a snapshot is held. Full: 600, and 1800 for the snapshot."""
AWAY_SECONDS = float(os.environ.get("AWAY_SECONDS", "30"))
"""How long a broker, a topic, a right, or a database is away. Full: 600."""
BACKLOG = int(os.environ.get("BACKLOG", "0"))
"""How many events wait at least when the broker comes back. Full: 500000."""
EVENTS = int(os.environ.get("EVENTS", "50000"))
"""How many events a new subscriber finds. Full: 5000000."""
CRASHES = int(os.environ.get("CRASHES", "10"))
"""How many backends are killed while they commit. Full: 1000."""
CONTROL = os.environ.get("CONTROL", "")
"""A relay that is broken on purpose, of `tests.faults.certificate.controls`."""
