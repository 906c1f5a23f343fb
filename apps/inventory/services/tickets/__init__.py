"""Numbered tickets: opened and withdrawn, chosen for an order, kept, sold, let go, and used."""

from apps.inventory.services.tickets.admitting import Admitted, admit
from apps.inventory.services.tickets.opening import open_tickets, withdraw_tickets

__all__ = ["Admitted", "admit", "open_tickets", "withdraw_tickets"]
