"""What the database does to its clients: it restarts, ends them, has no room, has no patience."""

import signal
import time
from contextlib import ExitStack
from itertools import count

import psycopg

from tests.faults.hardships.hardship import Facts, Hardship, Play
from tests.faults.hardships.server import Server
from tests.faults.hardships.sizes import AWAY_SECONDS, CRASHES

BETWEEN_STORMS_SECONDS = 0.2
NO_PATIENCE = "5ms"
OURS = "others"
NOBODY_ENDED = "No session was ended: nobody noticed anything."


class DatabaseRestarts(Hardship):
    """PostgreSQL ends in order and comes again, then ends at once and recovers from its log.

    A relay that keeps a position in memory which the database forgot skips events; one that ends
    with its session needs somebody to start it again.
    """

    name = "database-restarts"

    def befall(self, play: Play) -> Facts:
        server = Server(play.services)
        server.restart(signal.SIGINT)
        play.endure(AWAY_SECONDS / 3)
        server.restart(signal.SIGQUIT)
        return {"restarts": "fast, immediate"}


class DatabaseStorm(Hardship):
    """Every session of the shop is ended, five times a second, whatever it does.

    A relay that does something in two transactions which belongs into one doubles it or loses it.
    """

    name = "database-storm"

    def befall(self, play: Play) -> Facts:
        server, until, sessions = Server(play.services), time.monotonic() + AWAY_SECONDS, 0
        while time.monotonic() < until:
            sessions += server.end_sessions()
            time.sleep(BETWEEN_STORMS_SECONDS)
        play.demand(NOBODY_ENDED, holds=sessions > 0)
        return {"sessions ended": sessions}


class CommitCrashes(Hardship):
    """A backend is killed while it commits, and all of PostgreSQL recovers from its log.

    A relay that reads what is not on the disk yet tells of what never happened; one whose position
    is ahead of its effects loses them.
    """

    name = "commit-crashes"

    def befall(self, play: Play) -> Facts:
        server = Server(play.services)
        for _ in range(CRASHES):
            server.crash_at_commit()
            time.sleep(BETWEEN_STORMS_SECONDS)
        return {"crashes at a commit": CRASHES}


class NoSlots(Hardship):
    """Others take every connection that the server has, and keep them.

    A relay that ends when it gets none needs somebody to start it again.
    """

    name = "no-slots"

    def befall(self, play: Play) -> Facts:
        with ExitStack() as stack:
            taken = _taken(play, stack)
            Server(play.services).end_sessions(but=OURS)
            taken += _taken(play, stack)
            play.endure(AWAY_SECONDS)
        return {"connections taken": taken, "for, s": AWAY_SECONDS}


class NoPatience(Hardship):
    """The role's statements may take five milliseconds, by mistake of an administrator.

    A relay that charges this to the events parks or drops them; one whose cursor and effects are
    not one transaction doubles effects.
    """

    name = "no-patience"

    def befall(self, play: Play) -> Facts:
        server, role = Server(play.services), play.services.environment["PGUSER"]
        server.command(f"ALTER ROLE {role} SET statement_timeout = '{NO_PATIENCE}'")
        sessions = server.end_sessions()
        play.endure(AWAY_SECONDS)
        server.command(f"ALTER ROLE {role} RESET statement_timeout")
        sessions += server.end_sessions()
        play.demand(NOBODY_ENDED, holds=sessions > 0)
        return {
            "statement_timeout": NO_PATIENCE,
            "for, s": AWAY_SECONDS,
            "sessions ended so that they notice": sessions,
        }


def _taken(play: Play, stack: ExitStack) -> int:
    """Takes connections until there are none, and says how many; the stack lets them go."""
    address = f"{play.environment['DATABASE_URL']}?application_name={OURS}"
    for number in count():
        try:
            stack.enter_context(psycopg.connect(address))
        except psycopg.OperationalError:
            return number
    raise AssertionError("counting never ends")
