"""Runs the whole shop on one machine: `python -m shop.operations.running`."""
