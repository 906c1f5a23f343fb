"""Numbered tickets: opened and withdrawn, chosen for an order, kept, sold, let go, and used."""
