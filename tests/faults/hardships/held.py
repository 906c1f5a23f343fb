"""What others hold open for long: a transaction that writes, one that is prepared, a snapshot."""

import signal
import uuid

import psycopg

from tests.faults.certificate.services import Services
from tests.faults.checker.emitting import emit
from tests.faults.hardships.hardship import Facts, Hardship, Play
from tests.faults.hardships.server import Server
from tests.faults.hardships.sizes import HELD_SECONDS
from tests.faults.hardships.tables import dead_events, polls, sizes

EVENTS_HELD = 50


class HeldTransaction(Hardship):
    """Two transactions have told of something and do not end; one of them is prepared.

    A relay behind the xmin horizon tells nobody anything meanwhile: p99 during is as long as they
    are held. A relay that goes on by ids passes what they told: it is lost when they commit.
    """

    name = "held-transaction"
    is_felt = False

    def prepare(self, services: Services) -> None:
        server = Server(services)
        server.command("ALTER SYSTEM SET max_prepared_transactions = 10")
        server.restart(signal.SIGINT)

    def befall(self, play: Play) -> Facts:
        journal = play.journal("held")
        with play.session() as session, play.session() as other:
            session.execute("BEGIN")
            held = _tell(session)
            other.execute("BEGIN")
            prepared = _tell(other)
            other.execute("PREPARE TRANSACTION 'hardship'")
            play.endure(HELD_SECONDS)
            session.execute("COMMIT")
            journal.note(committed=held)
            other.execute("COMMIT PREPARED 'hardship'")
            journal.note(committed=prepared)
        return {"events held": len(held) + len(prepared), "held for, s": HELD_SECONDS}


class HeldSnapshot(Hardship):
    """A transaction looks at the outbox as it was, and nothing may be vacuumed meanwhile.

    A relay that updates or deletes rows of events wades through ever more dead ones: its polls get
    slower by the minute. Here no event has a dead row, and polls take as long as before.
    """

    name = "held-snapshot"
    is_felt = False
    rolled_back = 0.0
    """A rolled back insert leaves a dead row, too: of those there are none here."""

    def befall(self, play: Play) -> Facts:
        with play.session() as watcher, play.session() as holder:
            start, before = polls(watcher), sizes(watcher)
            holder.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            holder.execute("SELECT count(*) FROM outbox_cursor")
            play.endure(HELD_SECONDS)
            during, after = polls(watcher).since(start), sizes(watcher)
            dead = dead_events(watcher)
        play.demand(f"{dead} rows of events are dead.", holds=dead == 0)
        slow = f"A poll takes {during.ms:.2f} ms instead of {start.ms:.2f}."
        play.demand(slow, holds=during.ms <= 2 * start.ms + 1)
        return {
            "held for, s": HELD_SECONDS,
            "dead rows of events": dead,
            "a poll before, ms": round(start.ms, 3),
            "a poll during, ms": round(during.ms, 3),
            **{f"{table}, kB before, after": f"{before[table]}, {after[table]}" for table in after},
        }


def _tell(session: psycopg.Connection) -> list[str]:
    """About products of its own: whoever tells of the same has to wait for it."""
    events = [str(uuid.uuid4()) for _ in range(EVENTS_HELD)]
    emit(session, events, [str(uuid.uuid4()) for _ in events])
    return events
