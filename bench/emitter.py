"""python -m bench.emitter RATE COUNT [--topic NAME]: publishes orders' events at a fixed rate.

Writes, as JSON on stdout, when (Unix time) the commit of each order was over.
"""

import argparse
import sys
import time
from uuid import UUID

import django
import msgspec


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.emitter")
    parser.add_argument("rate", type=int, help="orders a second")
    parser.add_argument("count", type=int, help="orders in all")
    parser.add_argument("--topic", default="", help="where all events go, instead of their own")
    wanted = parser.parse_args()
    django.setup()
    if wanted.topic:
        _send_all_to(wanted.topic)
    sys.stdout.buffer.write(msgspec.json.encode(emitted(wanted.rate, wanted.count)))


def emitted(rate: int, count: int) -> dict[str, float]:
    """When each order was committed. Whoever falls behind goes on without a pause."""
    from shop.kernel.customer_keys import ensured_key
    from shop.kernel.identity import new_id
    from shop.kernel.outbox.unit_of_work import unit_of_work

    customer_id = new_id()
    unit_of_work(ensured_key)(customer_id)
    committed: dict[str, float] = {}
    begun = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        order_id = new_id()
        _emit(order_id, customer_id)
        committed[str(order_id)] = time.time()
    return committed


def _send_all_to(topic: str) -> None:
    from shop.events.topics import TOPIC_OF_CONTEXT

    TOPIC_OF_CONTEXT.update(dict.fromkeys(TOPIC_OF_CONTEXT, topic))


def _emit(order_id: UUID, customer_id: UUID) -> None:
    from bench.happenings import four_events
    from shop.kernel.bus import publish
    from shop.kernel.outbox.unit_of_work import unit_of_work

    @unit_of_work
    def publish_all() -> None:
        for event in four_events(order_id=order_id, customer_id=customer_id):
            publish(event)

    publish_all()


if __name__ == "__main__":
    main()
