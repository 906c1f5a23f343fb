"""How the outbox stands: who is behind, what is parked, how much room there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outbox_relay import measuring
from outbox_relay.inbox.standing import missing_events, refused_records
from outbox_relay.operating.report import Report
from outbox_relay.operating.server import Server, ask_server
from outbox_relay.operating.tables import aligned
from shop.kernel.models.outbox import ParkState
from shop.kernel.outbox.soundness import Room, partitions_lie_ahead, room_ahead
from shop.kernel.outbox.standing import LAG_LIMIT, Standing, standings


@dataclass(frozen=True, kw_only=True)
class Parked:
    """Aggregates of one consumer in one state, the oldest of which is parked for so long."""

    consumer: str
    state: str
    aggregates: int
    oldest_seconds: float


def status() -> Report:
    """What stands where; wrong is what needs somebody's help."""
    known, parked, room, server = standings(), _parked(), room_ahead(), ask_server()
    return Report(
        text="\n\n".join([_consumers(known), _lines(parked), _rest(room, server)]),
        facts={
            "consumers": known,
            "parked": parked,
            "missing_events": missing_events(),
            "refused_records": refused_records(),
            "room": room,
            "server": server,
        },
        wrong=" ".join([*_wrongs(known), *_dead(parked), *_refused(), *_missing(), *_narrow()]),
    )


def _parked() -> list[Parked]:
    return [
        Parked(consumer=consumer, state=state, aggregates=aggregates, oldest_seconds=float(age))
        for consumer, state, aggregates, age in measuring.parked_keys()
    ]


def _consumers(known: Sequence[Standing]) -> str:
    if not known:
        return "There are no consumers yet."
    head = ("consumer", "shard", "tick", "events behind", "seconds behind", "owner")
    return aligned(head, [_row(it) for it in known])


def _row(it: Standing) -> tuple[object, ...]:
    seconds = round(it.behind.total_seconds(), 1)
    return it.consumer, it.shard, it.tick, it.events_behind, seconds, _owner(it)


def _owner(it: Standing) -> str:
    if it.paused:
        return "paused"
    if it.failing_since:
        return f"{it.owner}, takes nothing since {it.failing_since:%H:%M:%S} UTC: {it.error}"
    return f"{it.owner} until {it.lease_until:%H:%M:%S} UTC" if it.is_owned else "nobody"


def _lines(parked: Sequence[Parked]) -> str:
    if not parked:
        return "Nothing is parked."
    head = ("consumer", "parked", "aggregates", "oldest, seconds")
    return aligned(
        head,
        [(it.consumer, it.state, it.aggregates, round(it.oldest_seconds)) for it in parked],
    )


def _rest(room: Room, server: Server) -> str:
    sizes = aligned(
        ("table", "MB"), [(name, round(size / 1e6, 1)) for name, size in server.bytes.items()]
    )
    return (
        f"{sizes}\n\n{room.ahead} empty partitions lie ahead, {room.overflowed} events found none."
        f"\nThe oldest writer runs for {server.oldest_writer_seconds:.1f} s;"
        f" {server.prepared_transactions} transactions are prepared."
    )


def _dead(parked: Sequence[Parked]) -> Iterator[str]:
    for it in parked:
        if it.state == ParkState.DEAD:
            yield f"{it.aggregates} aggregates are dead for {it.consumer}."


def _refused() -> Iterator[str]:
    for consumer, topic, _, aggregates in measuring.refused_topics():
        yield f"{consumer}: nothing is taken for {topic}, {aggregates} aggregates wait for it."


def _missing() -> Iterator[str]:
    for app, events in missing_events().items():
        yield f"{app} misses {events} events that stood before others."


def _narrow() -> Iterator[str]:
    return (flaw.sentence for flaw in partitions_lie_ahead())


def _wrongs(known: Sequence[Standing]) -> Iterator[str]:
    if not known:
        yield "No relay has run yet: start `manage.py relay`."
    if lonely := sorted({it.consumer for it in known if not it.is_owned and not it.paused}):
        yield f"No relay looks after {', '.join(lonely)}."
    if late := sorted({it.consumer for it in known if it.behind > LAG_LIMIT}):
        yield f"{', '.join(late)}: more than {LAG_LIMIT.total_seconds():.0f} s behind."
    if failing := sorted({it.consumer for it in known if it.failing_since}):
        yield f"{', '.join(failing)}: nothing is taken."
