"""The verbs of `manage.py outbox`: what each is told, and what it does."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from outbox_relay.operating import arguments
from outbox_relay.operating.choosing import Choice
from outbox_relay.operating.giving_up import skip
from outbox_relay.operating.lines import park, unpark
from outbox_relay.operating.pausing import pause, resume
from outbox_relay.operating.rebasing import rebase
from outbox_relay.operating.replaying import Tell, counted, replay
from outbox_relay.operating.report import Report
from outbox_relay.operating.retiring import rename, retire
from outbox_relay.operating.showing import status
from outbox_relay.operating.starting import start
from outbox_relay.operating.topics import look_at_topics, make_topics
from outbox_relay.operating.verifying import verify
from shop.kernel.errors import InvalidInput

Options = Mapping[str, Any]


@dataclass(frozen=True)
class Verb:
    """`declare` adds its words to a parser, `run` does it and may tell how it goes on."""

    help: str
    declare: Callable[[ArgumentParser], None]
    run: Callable[[Options, Tell], Report]


def _skip(told: Options, _: Tell) -> Report:
    return skip(told["consumer"], told["key"], reason=told["reason"], by=told["by"])


def _park(told: Options, _: Tell) -> Report:
    return park(told["consumer"], told["key"], reason=told["reason"], by=told["by"])


def _retire(told: Options, _: Tell) -> Report:
    return retire(told["consumer"], by=told["by"], reason=told["reason"], force=told["force"])


def _replay(told: Options, tell: Tell) -> Report:
    choice = Choice(
        consumer=told["consumer"],
        event_id=_event_id(told["event"]),
        key=told["key"],
        since=told["since"],
        until=told["until"],
    )
    if told["dry_run"]:
        return counted(choice, after=told["after"])
    return replay(
        choice,
        rate=told["rate"],
        after=told["after"],
        topic_again=told["to_the_topics_again"],
        tell=tell,
    )


def _event_id(words: str | None) -> UUID | None:
    try:
        return UUID(words) if words else None
    except ValueError as error:
        raise InvalidInput(f"{words!r} is no id of an event; those are UUIDs.") from error


def _topics(told: Options, _: Tell) -> Report:
    return look_at_topics() if told["check"] else make_topics()


VERBS = {
    "status": Verb("who is behind, what is parked", arguments.nothing, lambda _, __: status()),
    "verify": Verb(
        "whether its tables fit together; reads all events",
        arguments.nothing,
        lambda _, __: verify(),
    ),
    "skip": Verb(
        "give up the first event of a parked aggregate",
        arguments.consumer_key_and_reason,
        _skip,
    ),
    "park": Verb("put an aggregate aside", arguments.consumer_key_and_reason, _park),
    "unpark": Verb(
        "try a parked aggregate again now",
        arguments.consumer_and_key,
        lambda told, _: unpark(told["consumer"], told["key"]),
    ),
    "pause": Verb("stop a consumer", arguments.consumer, lambda told, _: pause(told["consumer"])),
    "resume": Verb(
        "let a paused consumer go on", arguments.consumer, lambda told, _: resume(told["consumer"])
    ),
    "retire": Verb("forget a consumer that exists no more", arguments.of_retire, _retire),
    "rename": Verb(
        "give a consumer its new name",
        arguments.of_rename,
        lambda told, _: rename(told["old"], told["new"]),
    ),
    "replay": Verb("hand past events to a consumer once more", arguments.of_replay, _replay),
    "topics": Verb(
        "make the Kafka topics of the contracts, and see whether they may lose anything",
        arguments.of_topics,
        _topics,
    ),
    "rebase": Verb(
        "go on after a dump was restored into another cluster",
        arguments.nothing,
        lambda _, __: rebase(),
    ),
    "start": Verb(
        "say where a new consumer begins",
        arguments.of_start,
        lambda told, _: start(told["consumer"], at=told["at"]),
    ),
}
