"""Those who want what is sold out: their line, and what is held for the first in it."""
