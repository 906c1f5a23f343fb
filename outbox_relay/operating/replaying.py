"""Hands past events to one consumer once more, at a pace that leaves room for what happens now."""

import time
from collections.abc import Callable
from dataclasses import replace

from outbox_relay.operating.choosing import SINKS, Choice, counted_by_type
from outbox_relay.operating.feeding import Fed, feed, waiting_for
from outbox_relay.operating.holding import refuse_unknown
from outbox_relay.operating.report import Report
from outbox_relay.process import declared_consumers
from outbox_relay.ticks import read_floor
from shop.kernel.errors import DomainError, InvalidInput, NotFound

MOST_WAITING = 1_000
MOST_AT_ONCE = 100
LOOK_AGAIN_SECONDS = 0.1

Tell = Callable[[str], None]


def counted(choice: Choice, *, after: int = 0) -> Report:
    """How many events a replay would hand over, by type; nothing is changed."""
    _refuse_nobody(choice)
    found = counted_by_type(choice, after=after)
    lines = [f"{number:8}  {name}" for name, number in found.items()]
    total = f"{sum(found.values())} events would be handed to {choice.consumer} once more."
    return Report(
        text="\n".join([*lines, total]), facts={"consumer": choice.consumer, "types": found}
    )


def replay(
    choice: Choice,
    *,
    rate: int = 100,
    after: int = 0,
    topic_again: bool = False,
    tell: Tell = lambda _: None,
) -> Report:
    """Feeds the chosen events with ids above `after` to the consumer, at most `rate` a second.

    What happens from now on is not among them.
    Waits while more than `MOST_WAITING` of them are in line. When it is interrupted, the report
    names the id to go on after. Raises DomainError for a topic that nobody confirmed.
    """
    _refuse_nobody(choice)
    _refuse_unconfirmed(choice, topic_again=topic_again)
    if rate < 1:
        raise InvalidInput("A replay needs a rate of at least one event a second.")
    choice, fed = replace(choice, up_to=read_floor()), Fed(last_id=after)
    try:
        while more := _feed_paced(choice, fed.last_id, rate, tell):
            fed = fed.and_then(more)
    except KeyboardInterrupt:
        return _report(choice, fed, wrong=f"Interrupted: go on with --after {fed.last_id}.")
    return _report(choice, fed, wrong="" if fed.last_id else _nothing(choice))


def _nothing(choice: Choice) -> str:
    return f"{choice.consumer} hears no such event, or has not passed it yet: then it comes anyhow."


def _feed_paced(choice: Choice, after: int, rate: int, tell: Tell) -> Fed | None:
    _await_room(choice.consumer, tell)
    began = time.monotonic()
    fed = feed(choice, after=after, limit=min(rate, MOST_AT_ONCE))
    if fed:
        time.sleep(max(0.0, began + fed.events / rate - time.monotonic()))
    return fed


def _await_room(consumer: str, tell: Tell) -> None:
    told = False
    while (waiting := waiting_for(consumer)) >= MOST_WAITING:
        if not told:
            tell(f"{waiting} events wait in line for {consumer}; does a relay run?")
            told = True
        time.sleep(LOOK_AGAIN_SECONDS)


def _report(choice: Choice, fed: Fed, *, wrong: str = "") -> Report:
    text = f"{fed.events} events are in line for {choice.consumer} once more."
    if fed.waiting_already:
        text += f" {fed.waiting_already} waited there already and are not put there twice."
    facts = {
        "consumer": choice.consumer,
        "events": fed.events,
        "waiting_already": fed.waiting_already,
        "after": fed.last_id,
    }
    return Report(text=text, facts=facts, wrong=wrong)


def _refuse_nobody(choice: Choice) -> None:
    if choice.consumer not in declared_consumers():
        raise NotFound(f"This code has no consumer {choice.consumer!r}.")
    refuse_unknown(choice.consumer)


def _refuse_unconfirmed(choice: Choice, *, topic_again: bool) -> None:
    if choice.consumer in SINKS and choice.is_wide and not topic_again:
        raise DomainError(
            "Everybody who reads the topics would get all of these events a second time. Say"
            " --to-the-topics-again if that is meant."
        )
