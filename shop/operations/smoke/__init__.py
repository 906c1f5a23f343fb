"""Proves in a minute that the whole shop works: `python -m shop.operations.smoke`."""
