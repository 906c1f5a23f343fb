"""A real shop's history of orders, played through the services of this one under its own clock.

`python -m tests.replay` (or `make replay`) plays all of it and prints what was refused.
"""
