"""How far each consumer has come, and which relay may move it.

A position is moved only by the owner of the latest epoch: a relay that slept, or was replaced,
moves nothing (`LeaseLost`). Leases live in database time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from outbox_relay import counting
from outbox_relay.ticks import first_tick, newest_tick
from shop.kernel.bus import SECONDS_A_STATEMENT

LEASE_SECONDS = 15
LONGEST_ERROR = 500
LOCK_TIMEOUT = "200ms"
"""A background job gives way to a shopper: it waits for locks less than a deadlock takes."""
LITTLE_PATIENCE = (
    f"set_config('lock_timeout', '{LOCK_TIMEOUT}', true),"
    f" set_config('statement_timeout', '{SECONDS_A_STATEMENT}s', true),"
    f" set_config('idle_in_transaction_session_timeout', '{LEASE_SECONDS}s', true)"
)
"""Columns of a SELECT: from there on the transaction waits no longer than that, and is ended if its
owner falls silent for longer than a lease. Its session, which a pool may share, stays as it is."""


class LeaseLost(Exception):
    """Another relay owns the cursor now."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One shard of one consumer; a consumer with one shard has only shard 0."""

    consumer: str
    shard: int = 0


@dataclass(frozen=True, slots=True)
class Position:
    """All up to `tick` is done, and of the window up to `to_tick` all up to `last_id`."""

    tick: int
    to_tick: int | None = None
    last_id: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to move a cursor, as long as no later epoch exists.

    `deaths` relays before this one ended at the same position without a word.
    """

    lane: Lane
    epoch: int
    deaths: int = 0


_KNOWN = "SELECT consumer, shard FROM outbox_cursor"
_ADD = """
INSERT INTO outbox_cursor (consumer, shard, epoch, owner, tick, last_id, paused)
VALUES (%s, %s, 0, '', %s, 0, false) ON CONFLICT (consumer, shard) DO NOTHING
"""
_LEASE = "lease_until = now() + %s * interval '1 second'"
_TAKE = f"""
UPDATE outbox_cursor SET epoch = epoch + 1, owner = %s, updated_at = now(), {_LEASE},
    deaths = deaths + (owner NOT IN ('', %s))::integer
WHERE id IN (
    SELECT id FROM outbox_cursor
    WHERE consumer = %s AND shard = %s AND NOT paused
      AND (lease_until IS NULL OR lease_until < now() OR owner = nullif(%s, ''))
    FOR UPDATE SKIP LOCKED)
RETURNING epoch, deaths, tick, to_tick, last_id
"""  # noqa: S608 - constant text only
_HELD = "consumer = %s AND shard = %s AND epoch = %s"
_MOVE = f"""
WITH conditions AS MATERIALIZED (SELECT {{}})
UPDATE outbox_cursor SET tick = %s, to_tick = %s, last_id = %s, updated_at = now(), {_LEASE},
    failing_since = NULL, failures = 0, error = '', deaths = 0
FROM conditions WHERE {_HELD}
"""  # noqa: S608 - constant text only
_MOVE_WITH_EFFECT = _MOVE.format(LITTLE_PATIENCE)
_MOVE_ALONE = _MOVE.format("set_config('synchronous_commit', 'off', true)")
_FAIL = f"""
UPDATE outbox_cursor SET failing_since = coalesce(failing_since, now()), failures = failures + 1,
    error = %s
WHERE {_HELD}
"""  # noqa: S608 - constant text only
_RENEW = f"UPDATE outbox_cursor SET {_LEASE}, deaths = 0 WHERE {_HELD}"  # noqa: S608
_RELEASE = f"UPDATE outbox_cursor SET lease_until = NULL, owner = '' WHERE {_HELD}"  # noqa: S608


def add_missing(lanes: Iterable[Lane]) -> None:
    """Makes a cursor for every lane that has none.

    On a fresh database each starts at the first event, later ones start now.
    """
    missing = set(lanes) - known_lanes()
    if not missing:
        return
    start = newest_tick() if known_lanes() else first_tick()
    with transaction.atomic(), connection.cursor() as cursor:
        for lane in sorted(missing, key=lambda lane: (lane.consumer, lane.shard)):
            cursor.execute(_ADD, [lane.consumer, lane.shard, start.n])


def known_lanes() -> set[Lane]:
    """Every lane that has a cursor."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        return {Lane(*row) for row in cursor.fetchall()}


def take(
    lane: Lane, owner: str, *, even_from: str = "", lives_as: str = ""
) -> tuple[Lease, Position] | None:
    """The lease on a free lane and where to go on, or None while another relay has it.

    A restarted relay takes the lanes that its name still has back at once (`even_from` is that
    name); the epoch fences the old one. Whoever had the lane and did not free it has died, unless
    that is this very process, which `lives_as` its name.
    """
    where = lane.consumer, lane.shard, even_from
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [owner, LEASE_SECONDS, lives_as, *where])
        row = cursor.fetchone()
    if row is None:
        return None
    epoch, deaths, tick, to_tick, last_id = row
    return Lease(lane, epoch, deaths), Position(tick, to_tick, last_id)


def move(lease: Lease, position: Position) -> None:
    """Moves the cursor and locks its row until the transaction ends. Raises LeaseLost."""
    _move(lease, position, _MOVE_WITH_EFFECT)


def save(lease: Lease, position: Position) -> None:
    """Moves the cursor, and nothing else, without waiting for the disk. Raises LeaseLost.

    If the server crashes at once, what was done since the position before is done once more, in
    order: only for effects that bear this.
    """
    _move(lease, position, _MOVE_ALONE)


def _move(lease: Lease, position: Position, statement: str) -> None:
    tick, to_tick, last_id = position.tick, position.to_tick, position.last_id
    _held_by(lease, statement, [tick, to_tick, last_id, LEASE_SECONDS])
    counting.checkpoints(lease.lane.consumer).inc()


def note_failure(lease: Lease, sentence: str) -> None:
    """What stands after the cursor could not be handed on; forgotten once it moves.

    Raises LeaseLost.
    """
    _held_by(lease, _FAIL, [sentence[:LONGEST_ERROR]])


def renew(lease: Lease) -> None:
    """Keeps the lease of a lane whose relay lives. Raises LeaseLost."""
    _held_by(lease, _RENEW, [LEASE_SECONDS])


def release(lease: Lease) -> None:
    """Lets another relay take the lane at once. Raises LeaseLost."""
    _held_by(lease, _RELEASE, [])


def _held_by(lease: Lease, statement: str, values: list[int | str | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, lease.lane.consumer, lease.lane.shard, lease.epoch])
        if cursor.rowcount != 1:
            counting.epoch_conflicts(lease.lane.consumer).inc()
            raise LeaseLost(f"{lease.lane.consumer}/{lease.lane.shard} belongs to another relay.")
