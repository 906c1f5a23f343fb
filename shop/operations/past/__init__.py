"""Plays the demo's past through the services of the shop, as if it had happened then."""

from shop.operations.past.player import play_history

__all__ = ["play_history"]
