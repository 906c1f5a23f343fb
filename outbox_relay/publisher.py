"""Sends one lane of the outbox to the topics, and checkpoints what is durable there.

Pages overlap: the next one is sent while answers to the one before are on their way. The cursor
follows the unbroken run of pages that were stored, so a crash only repeats a run in order.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from outbox_relay import counting, cursors
from outbox_relay.cursors import Lease, Position
from outbox_relay.parked import ParkedLines
from outbox_relay.progress import Progress
from outbox_relay.reader import Page, Reader
from outbox_relay.records import Record, record_of
from outbox_relay.retrying import Conclude
from outbox_relay.sinks import Delivery, RecordRefused, Sink, SinkFailed, TopicRefused
from outbox_relay.stored import StoredEvent
from outbox_relay.ticks import Tick
from outbox_relay.windows import PAGE, Selection
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.kernel.outbox.unit_of_work import open_unit_of_work

PAGES_IN_FLIGHT = 2
ANSWER_WITHIN_SECONDS = 30.0
ANSWER_AT_ONCE_SECONDS, FINISH_WITHIN_SECONDS = 5.0, 1.0
PROMPT_SECONDS, POLL_SECONDS = 1.0, 0.05
MOST_TOPICS_ASIDE = len(TOPIC_OF_CONTEXT) // 2
"""If more are refused, it is the broker or the rights on it, and the lane waits where it stands."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """A page on its way; once all of it is stored, the cursor may stand at `end`."""

    end: Position
    delivery: Delivery
    at: float
    topics: Mapping[str, int]
    oldest: str


class TopicPublisher:
    """One shard of the sink's consumer, while this relay has the lease.

    Another `selection` of events, each as another `record`, is how contexts apart are fed.
    """

    def __init__(
        self,
        sink: Sink,
        lease: Lease,
        position: Position,
        *,
        page_size: int | None = None,
        selection: Selection | None = None,
        record: Callable[[StoredEvent], Record] = record_of,
        topics_aside: int = MOST_TOPICS_ASIDE,
    ) -> None:
        self.lease = lease
        self._channel = sink.open(lease.lane.shard)
        self._progress = Progress(lease, position)
        self._sent_to = position
        self._in_flight: deque[Sent] = deque()
        self._one_by_one = False
        chosen = selection or Selection(shard=lease.lane.shard, shards=sink.shards)
        self._reader = Reader(chosen, page_size=page_size or PAGE * chosen.shards)
        self._record = record
        self._topics_aside = topics_aside
        self._lines = ParkedLines(lease, self._progress, self._send_parked)

    def step(self, newest: Tick) -> bool:
        """Takes in answers and sends the next page; True if there is something to go on with.

        Raises SinkFailed (begin anew at the checkpoint) and LeaseLost.
        """
        try:
            settled = self._settle()
            sent = self._send_next(newest)
            self._progress.save_in_time()
            return self._lines.retry_due() or settled or sent or self._expects_answers
        except SinkFailed as failure:
            counting.producers_lost.inc()
            cursors.note_failure(self.lease, f"{failure}")
            raise

    def finish(self) -> None:
        """Waits a moment for answers, writes the last checkpoint and frees the lane.

        Raises SinkFailed and LeaseLost.
        """
        try:
            for sent in self._in_flight:
                self._wait_for(sent.delivery, seconds=FINISH_WITHIN_SECONDS)
            self._settle()
        finally:
            self._progress.save()
            cursors.release(self.lease)

    def close(self) -> None:
        """Drops what is not stored yet."""
        self._channel.close()
        for sent in self._in_flight:
            counting.note_given_up(sent.topics)

    @property
    def _expects_answers(self) -> bool:
        """Whether it is worth looking again at once: a broker that is away is not."""
        return bool(self._in_flight) and time.monotonic() - self._in_flight[0].at < PROMPT_SECONDS

    def _settle(self) -> bool:
        self._channel.poll()
        before = len(self._in_flight)
        while self._in_flight:
            oldest = self._in_flight[0]
            if oldest.delivery.failure:
                raise oldest.delivery.failure
            if oldest.delivery.open:
                self._raise_if_overdue(oldest)
                break
            self._conclude(self._in_flight.popleft())
        return len(self._in_flight) < before

    def _conclude(self, sent: Sent) -> None:
        if sent.delivery.refusal is None:
            self._progress.advance(sent.end)
            counting.note_stored(sent.topics, sent.oldest)
            return
        counting.note_given_up(sent.topics)
        # Its neighbours may have been refused with it. What was sent after it is sent again.
        for later in self._in_flight:
            self._wait_for(later.delivery)
            counting.note_given_up(later.topics)
        self._in_flight.clear()
        self._sent_to = self._progress.position
        if isinstance(sent.delivery.refusal, TopicRefused):
            self._go_on_without(sent.delivery.refusal)
        else:
            self._one_by_one = True

    def _go_on_without(self, refusal: TopicRefused) -> None:
        """From now on events of the topic are set aside unsent. SinkFailed if too many are."""
        aside = {*self._lines.refused_topics, refusal.topic}
        if len(aside) > self._topics_aside:
            raise SinkFailed(f"{refusal} Refused are {', '.join(sorted(aside))}.")
        logger.error("%s goes on without %s: %s", self.lease.lane, refusal.topic, refusal)
        counting.refused(refusal.topic).inc()
        self._lines.refused_topics[refusal.topic] = f"{refusal}"

    def _send_next(self, newest: Tick) -> bool:
        if len(self._in_flight) >= PAGES_IN_FLIGHT:
            return False
        page = self._reader.next_page(self._sent_to, newest)
        if page is None:
            return False
        if self._one_by_one:
            self._send_one_by_one(page)
        else:
            self._send(page)
        self._sent_to = page.end
        return True

    def _send(self, page: Page) -> None:
        # A page may be read again: whatever is set aside is so once.
        reached = self._progress.position
        free = [event for event in page.events if not self._is_set_aside(event, reached)]
        delivery = self._channel.send([self._record(event) for event in free])
        topics = Counter(event.topic or "" for event in free)
        oldest = free[0].occurred_at if free else ""
        counting.note_sent(topics)
        self._in_flight.append(Sent(page.end, delivery, time.monotonic(), topics, oldest))

    def _is_set_aside(self, event: StoredEvent, position: Position) -> bool:
        """Puts the event of a parked aggregate in line, and parks one of a refused topic."""
        if self._lines.hold_any([event]):
            self._lines.queue(event, position)
            return True
        if event.topic is None or event.topic not in self._lines.refused_topics:
            return False
        refusal = TopicRefused(event.topic, self._lines.refused_topics[event.topic])
        self._lines.park(event, refusal, position)
        return True

    def _send_one_by_one(self, page: Page) -> None:
        for event in page.events:
            self._send_or_park(event, page.after(event))
        self._progress.advance(page.end)
        self._one_by_one = False

    def _send_or_park(self, event: StoredEvent, position: Position) -> None:
        if self._is_set_aside(event, position):
            return
        try:
            self._deliver(event)
        except TopicRefused as refusal:
            self._go_on_without(refusal)
            self._lines.park(event, refusal, position)
        except RecordRefused as refusal:
            counting.refused(event.topic or "").inc()
            self._lines.park(event, refusal, position)
        else:
            self._progress.advance(position)
            self._progress.save_in_time()

    def _send_parked(self, event: StoredEvent, conclude: Conclude) -> None:
        self._deliver(event)
        with open_unit_of_work():
            conclude()

    def _deliver(self, event: StoredEvent) -> None:
        """Returns once the record is stored. Raises RecordRefused and SinkFailed."""
        delivery = self._channel.send([self._record(event)])
        self._wait_for(delivery)
        if error := delivery.failure or delivery.refusal:
            raise error
        counting.published(event.topic or "").inc()

    def _wait_for(self, delivery: Delivery, *, seconds: float = ANSWER_AT_ONCE_SECONDS) -> None:
        until = time.monotonic() + seconds
        while delivery.open:
            if time.monotonic() > until:
                raise SinkFailed(f"No answer came for {seconds:.0f} seconds.")
            self._channel.poll(seconds=POLL_SECONDS)

    def _raise_if_overdue(self, sent: Sent) -> None:
        if time.monotonic() - sent.at > ANSWER_WITHIN_SECONDS:
            raise SinkFailed(f"No answer came for {ANSWER_WITHIN_SECONDS:.0f} seconds.")
