"""Takes units from one warehouse to another: drafted, shipped, received in parts, closed."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.inventory.models import Movement, Stock, Transfer, TransferLine
from apps.inventory.rules import checked_note, checked_units
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.books import StockByPlace, write_down
from apps.inventory.services.levels import lock_or_open, refuse_unknown
from shop.kernel import clock
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class _Load:
    """A transfer with its lines, and the balances they count in."""

    transfer: Transfer
    lines: Sequence[TransferLine]
    stock: StockByPlace

    def origin_of(self, line: TransferLine) -> Stock:
        return self.stock[line.sku, self.transfer.origin_id]

    def destination_of(self, line: TransferLine) -> Stock:
        return self.stock[line.sku, self.transfer.destination_id]

    def skus(self) -> set[str]:
        return {line.sku for line in self.lines}

    def write_down(self, movements: Sequence[Movement], *, reason: str = "") -> None:
        """Writes the new state, what arrived, the new balances and the ledger."""
        self.transfer.save(update_fields=["state", "shipped_at", "closed_at"])
        TransferLine.objects.bulk_update(self.lines, ["received", "missing"])
        changed = [self.stock[movement.sku, movement.warehouse] for movement in movements]
        why = f"{self.transfer}: {reason}" if reason else str(self.transfer)
        write_down(changed, movements, reason=why)


@unit_of_work
def draft_transfer(
    *, origin: str, destination: str, units: Mapping[str, int], note: str = ""
) -> Transfer:
    """Nothing moves yet. Raises InvalidInput, NotFound for a warehouse."""
    wanted, note = checked_units(units), checked_note(note)
    if origin == destination:
        raise InvalidInput("A transfer goes from one warehouse to another.")
    refuse_unknown({origin, destination})
    transfer = Transfer.objects.create(origin_id=origin, destination_id=destination, note=note)
    TransferLine.objects.bulk_create(
        TransferLine(transfer=transfer, sku=sku, quantity=quantity)
        for sku, quantity in wanted.items()
    )
    return transfer


@unit_of_work
def ship_transfer(*, transfer_id: UUID) -> Transfer:
    """All units left the origin, and are incoming where they go to.

    Raises NotFound, DomainError if it is no draft or so many units are not free.
    """
    load = _lock(transfer_id)
    load.transfer.ship(at=clock.now())
    left = [load.origin_of(line).send_away(line.quantity) for line in load.lines]
    coming = [load.destination_of(line).expect(line.quantity) for line in load.lines]
    load.write_down([*left, *coming])
    announce_stock(skus=load.skus())
    return load.transfer


@unit_of_work
def receive_transfer(*, transfer_id: UUID, units: Mapping[str, int]) -> Transfer:
    """Some of the units arrived; the last ones complete the transfer.

    Raises NotFound, InvalidInput for SKUs that are not in it, DomainError if it is not on its way
    or has not so many units.
    """
    arrived = checked_units(units)
    load = _lock(transfer_id)
    _refuse_strangers(arrived.keys(), load)
    load.transfer.receive_part()
    movements = [
        load.destination_of(line).take_in(line.receive(arrived[line.sku]))
        for line in load.lines
        if line.sku in arrived
    ]
    if not any(line.outstanding for line in load.lines):
        load.transfer.complete(at=clock.now())
    load.write_down(movements)
    announce_stock(skus=arrived.keys())
    return load.transfer


@unit_of_work
def close_transfer(*, transfer_id: UUID, reason: str) -> Transfer:
    """Whatever did not arrive is missing, and not incoming any more.

    Raises NotFound, InvalidInput without a reason, DomainError if nothing is on its way.
    """
    why = checked_note(reason)
    if not why:
        raise InvalidInput("Say why the rest of the transfer is given up.")
    load = _lock(transfer_id)
    load.transfer.close(at=clock.now())
    missing = [line for line in load.lines if line.outstanding]
    movements = [load.destination_of(line).give_up(line.give_up()) for line in missing]
    load.write_down(movements, reason=why)
    return load.transfer


@unit_of_work
def cancel_transfer(*, transfer_id: UUID) -> Transfer:
    """The draft will not be shipped. Raises NotFound, DomainError if it was."""
    transfer = _found(Transfer.objects.select_for_update(), transfer_id)
    transfer.cancel(at=clock.now())
    transfer.save(update_fields=["state", "closed_at"])
    return transfer


def _lock(transfer_id: UUID) -> _Load:
    """The transfer behind its stock. Raises NotFound."""
    # From where to where, and of what: this never changes, so it may be read before the locks.
    ends = _found(Transfer.objects.all(), transfer_id)
    skus = ends.lines.values_list("sku", flat=True)
    places = [(sku, code) for sku in skus for code in (ends.origin_id, ends.destination_id)]
    stock = lock_or_open(places)
    transfer = _found(Transfer.objects.select_for_update(), transfer_id)
    return _Load(transfer=transfer, lines=list(transfer.lines.all()), stock=stock)


def _found(transfers: QuerySet[Transfer], transfer_id: UUID) -> Transfer:
    try:
        return transfers.get(pk=transfer_id)
    except Transfer.DoesNotExist as error:
        raise NotFound(f"There is no transfer {transfer_id}.") from error


def _refuse_strangers(skus: Set[str], load: _Load) -> None:
    strangers = skus - load.skus()
    if strangers:
        raise InvalidInput(f"There is no {', '.join(sorted(strangers))[:200]} in {load.transfer}.")
