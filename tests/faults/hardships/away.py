"""What a broker can do to its clients: be away, and refuse."""

import subprocess

from tests.faults.certificate.books import Told, read_topic
from tests.faults.certificate.services import Services
from tests.faults.certificate.setting import manage
from tests.faults.hardships.broker import SECOND, Broker
from tests.faults.hardships.hardship import Facts, Hardship, Play
from tests.faults.hardships.sizes import AWAY_SECONDS, BACKLOG

FIRST = 1


class BrokerAway(Hardship):
    """The broker is killed, and for long nobody starts it.

    A relay that keeps in memory what it cannot send grows with the backlog; one that gives up
    needs somebody to start it again; one whose producer loses what timed out loses events.
    """

    name = "broker-away"

    def befall(self, play: Play) -> Facts:
        play.services.kill("kafka")
        if BACKLOG:
            play.writers.write_at_once(BACKLOG)
        play.endure(AWAY_SECONDS)
        play.services.start()
        return {"away for, s": AWAY_SECONDS}


class TopicGone(Hardship):
    """The topic is deleted while nobody writes, and made again while everybody does.

    What was in it is gone with it: that was read before. A relay that takes "no such topic" for a
    fault of the event parks or drops all that is told meanwhile.
    """

    name = "topic-gone"

    def __init__(self) -> None:
        self._before: list[Told] = []

    def befall(self, play: Play) -> Facts:
        play.writers.pause()
        play.await_all_told()
        self._before = list(read_topic(play.brokers))
        Broker(play.services).delete_topic()
        play.writers.go_on()
        play.endure(AWAY_SECONDS)
        manage(play.environment, "outbox", "topics")
        return {"records of the first topic": len(self._before), "gone for, s": AWAY_SECONDS}

    def told(self, play: Play) -> list[Told]:
        return [*self._before, *read_topic(play.brokers)]


class TooFewCopies(Hardship):
    """Two copies of the topic have to be in step, and the broker with the second one dies.

    The broker refuses with NOT_ENOUGH_REPLICAS, which passes: a relay that charges it to the
    events parks or drops them; one that takes one copy for enough gets its answers all the same.
    """

    name = "too-few-copies"

    def __init__(self) -> None:
        self._second: subprocess.Popen[bytes] | None = None

    def prepare(self, services: Services) -> None:
        broker = Broker(services)
        self._second = broker.start_second()
        broker.make_topic_on([FIRST, SECOND], in_sync=2)

    def befall(self, play: Play) -> Facts:
        broker = Broker(play.services)
        self.close()
        broker.await_copies_in_step(1)
        play.endure(AWAY_SECONDS)
        self._second = broker.start_second()
        broker.await_copies_in_step(2)
        return {"alone for, s": AWAY_SECONDS}

    def close(self) -> None:
        if self._second:
            self._second.kill()
            self._second.wait()


class NotAllowed(Hardship):
    """The right to write to the topic is taken away, and given back.

    A relay that takes that for a fault of the event parks or drops all that is told meanwhile; one
    that ends with it needs somebody to start it again.
    """

    name = "not-allowed"

    def prepare(self, services: Services) -> None:
        Broker(services).ask_for_rights()

    def befall(self, play: Play) -> Facts:
        broker = Broker(play.services)
        broker.forbid_writing()
        play.endure(AWAY_SECONDS)
        broker.allow_writing()
        return {"forbidden for, s": AWAY_SECONDS}
