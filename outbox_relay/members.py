"""Which relays are alive, so that they share the lanes of a team fairly, without a leader.

A team is a set of lanes: threads that can work on the same ones belong to the same team.
"""

from django.db import connection

from outbox_relay.cursors import LEASE_SECONDS

_ANNOUNCE = """
INSERT INTO outbox_member (team, owner, alive_until)
VALUES (%s, %s, now() + %s * interval '1 second')
ON CONFLICT (team, owner) DO UPDATE SET alive_until = excluded.alive_until
"""
_OTHERS = """
SELECT count(*) FROM outbox_member WHERE team = %s AND owner <> %s AND alive_until > now()
"""
_LEAVE = "DELETE FROM outbox_member WHERE team = %s AND owner = %s"
_FORGET_DEAD = "DELETE FROM outbox_member WHERE alive_until < now() - interval '1 day'"


def announce(team: str, owner: str) -> None:
    """The owner works for the team for as long as a lease lasts from now on."""
    _execute(_ANNOUNCE, [team, owner, LEASE_SECONDS])


def others(team: str, owner: str) -> int:
    """How many members of the team are alive besides the owner."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, [team, owner])
        return int(cursor.fetchone()[0])


def leave(team: str, owner: str) -> None:
    """The owner takes no part any more; the others take over what it had at once."""
    _execute(_LEAVE, [team, owner])


def forget_dead() -> None:
    """Deletes whoever has not been heard of for a day."""
    _execute(_FORGET_DEAD, [])


def _execute(statement: str, values: list[str | int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
