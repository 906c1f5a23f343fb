"""Invented shoppers who visit the demo shop over HTTP, so that it looks alive.

`python -m shop.operations.shoppers --rate 12`: twelve visits a minute, until it is stopped.
"""
