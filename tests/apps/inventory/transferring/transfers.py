"""Transfers from EAST to WEST, and what they moved."""

from apps.inventory.models import Transfer, TransferLine
from apps.inventory.queries import stock_as_recorded
from apps.inventory.services import draft_transfer, ship_transfer
from shop.kernel.errors import DomainError


def draft(**units):
    return draft_transfer(origin="EAST", destination="WEST", units=units).id


def shipped(**units):
    return ship_transfer(transfer_id=draft(**units)).id


def balances(sku="TEA"):
    """By warehouse, what is on hand and what is incoming."""
    return {it.warehouse: (it.on_hand, it.incoming) for it in stock_as_recorded(sku)}


def state_of(transfer_id):
    return Transfer.objects.get(pk=transfer_id).state


def arrived(transfer_id):
    """By SKU: how many units arrived, and how many are missing."""
    lines = TransferLine.objects.filter(transfer=transfer_id)
    return {line.sku: (line.received, line.missing) for line in lines}


def refused(action):
    """The action; says whether it was refused."""

    def run():
        try:
            action()
        except DomainError:
            return True
        return False

    return run
