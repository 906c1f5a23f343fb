"""A thread of the relay for a while."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from outbox_relay import cursors
from outbox_relay.cursors import Lane
from outbox_relay.leases import Begin
from outbox_relay.worker import Worker


@contextmanager
def relaying(lanes: Mapping[Lane, Begin]) -> Iterator[None]:
    """Works on the lanes until the block is left; a lane without a cursor gets one."""
    cursors.add_missing(lanes)
    stopping = threading.Event()
    worker = Worker(lanes, owner="bench", stopping=stopping)
    worker.start()
    try:
        yield
    finally:
        stopping.set()
        worker.join()
