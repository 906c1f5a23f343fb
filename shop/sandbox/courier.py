"""The courier: each move stores the shipment and the callback that tells of it together."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from sqlite3 import Row

from shop.sandbox.callbacks import Channel, keep_callback
from shop.sandbox.clock import now
from shop.sandbox.problems import invalid, not_found
from shop.sandbox.shipments import Parcel, Recipient, Shipment, ShipmentStatus
from shop.sandbox.storage import Ledger

# Read aloud without mistakes: no 0 and O, no 1 and I.
_TRACKING_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Courier:
    """Who moves shipments. Times in seconds from booking; `address` is where its pages are."""

    address: str
    dispatch_seconds: float
    delivery_seconds: float

    def book(
        self,
        ledger: Ledger,
        *,
        reference: str,
        recipient: Recipient,
        parcels: tuple[Parcel, ...],
    ) -> Shipment:
        if recipient.is_beyond_reach():
            raise invalid("This address is undeliverable: nobody drives to postal code 00000.")
        booked_at = now()
        dispatch_seconds = self.dispatch_seconds * (10 if recipient.keeps_the_van_waiting() else 1)
        shipment = Shipment(
            id=f"sh_{secrets.token_hex(12)}",
            reference=reference,
            tracking_number=_new_tracking_number(),
            recipient=recipient,
            parcels=parcels,
            status=ShipmentStatus.BOOKED,
            booked_at=booked_at,
            dispatches_at=booked_at + dispatch_seconds,
            delivers_at=booked_at + max(dispatch_seconds, self.delivery_seconds),
        )
        _insert(ledger, shipment)
        return shipment

    def cancel(self, ledger: Ledger, shipment_id: str) -> Shipment:
        return self._move(ledger, shipment_with_id(ledger, shipment_id), Shipment.cancel)

    def advance_due_shipments(self, ledger: Ledger) -> int:
        """Dispatch and deliver what is due by now, dispatches first; how many moves."""
        dispatching = _due_for_dispatch(ledger)
        for shipment in dispatching:
            self._move(ledger, shipment, Shipment.dispatch)
        arriving = _due_for_arrival(ledger)
        for shipment in arriving:
            self._move(ledger, shipment, Shipment.arrive)
        return len(dispatching) + len(arriving)

    def _move(
        self, ledger: Ledger, shipment: Shipment, verb: Callable[[Shipment], Shipment]
    ) -> Shipment:
        moved = verb(shipment)
        ledger.execute("UPDATE shipments SET status = ? WHERE id = ?", (moved.status, moved.id))
        happened = f"shipment.{moved.status}"
        data = moved.as_json(address=self.address)
        keep_callback(ledger, Channel.COURIER, event_type=happened, data=data)
        return moved


def shipment_with_id(ledger: Ledger, shipment_id: str) -> Shipment:
    row = ledger.execute("SELECT * FROM shipments WHERE id = ?", (shipment_id,)).fetchone()
    if row is None:
        raise not_found("There is no shipment with this id.")
    return _shipment(row)


def shipment_tracked_by(ledger: Ledger, tracking_number: str) -> Shipment:
    row = ledger.execute(
        "SELECT * FROM shipments WHERE tracking_number = ?", (tracking_number.upper(),)
    ).fetchone()
    if row is None:
        raise not_found("No shipment has this tracking number. Check it letter by letter.")
    return _shipment(row)


def shipments_for(ledger: Ledger, *, reference: str) -> list[Shipment]:
    rows = ledger.execute(
        "SELECT * FROM shipments WHERE reference = ? ORDER BY rowid LIMIT 100", (reference,)
    )
    return [_shipment(row) for row in rows]


def _due_for_dispatch(ledger: Ledger) -> list[Shipment]:
    rows = ledger.execute(
        "SELECT * FROM shipments WHERE status = 'booked' AND dispatches_at <= ?", (now(),)
    )
    return [_shipment(row) for row in rows]


def _due_for_arrival(ledger: Ledger) -> list[Shipment]:
    rows = ledger.execute(
        "SELECT * FROM shipments WHERE status = 'dispatched' AND delivers_at <= ?", (now(),)
    )
    return [_shipment(row) for row in rows]


def _new_tracking_number() -> str:
    return "SB" + "".join(secrets.choice(_TRACKING_LETTERS) for _ in range(14))


def _insert(ledger: Ledger, shipment: Shipment) -> None:
    texts = {
        "recipient": json.dumps(asdict(shipment.recipient)),
        "parcels": json.dumps([asdict(parcel) for parcel in shipment.parcels]),
    }
    ledger.execute(
        "INSERT INTO shipments (id, reference, tracking_number, recipient, parcels, status,"
        " booked_at, dispatches_at, delivers_at) VALUES (:id, :reference, :tracking_number,"
        " :recipient, :parcels, :status, :booked_at, :dispatches_at, :delivers_at)",
        {**asdict(shipment), **texts},
    )


def _shipment(row: Row) -> Shipment:
    typed = {
        "recipient": Recipient(**json.loads(row["recipient"])),
        "parcels": tuple(Parcel(**parcel) for parcel in json.loads(row["parcels"])),
        "status": ShipmentStatus(row["status"]),
    }
    return Shipment(**{**dict(row), **typed})
