"""The readers of the guide: each event once and in order, however often the topic holds it."""

import signal

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from shop.kernel.identity import new_id
from tests.docs.arrange import BROKERS, go_reader, python_reader, send

pytestmark = pytest.mark.needs_kafka

FIRST = [("tea", 1), ("cup", 1), ("tea", 2), ("tea", 3), ("cup", 2), ("tea", 4)]
AGAIN = [("tea", 2), ("tea", 3), ("cup", 2), ("tea", 4)]
THEN = [("tea", 5), ("cup", 3)]
END = [("end", 1)]


@pytest.fixture
def topic():
    """A topic of its own with one partition, so that what was sent last is read last."""
    name = f"test-{new_id()}"
    admin = AdminClient({"bootstrap.servers": BROKERS})
    admin.create_topics([NewTopic(name, 1, 1)])[name].result()
    yield name
    admin.delete_topics([name])[name].result()


@pytest.fixture(params=[python_reader, go_reader], ids=["python", "go"])
def reader(request, tmp_path):
    return request.param(tmp_path)


def lines_until(process, wanted):
    """What the program says up to the first line with these words."""
    said = []
    for line in process.stdout:
        said.append(line.rstrip())
        if wanted in line:
            return said
    raise AssertionError(f"It ended without a word of {wanted!r}: {said}")


def end(process):
    """Asks the program to end, as a supervisor does."""
    process.send_signal(signal.SIGTERM)
    process.stdout.read()
    return process.wait()


def test_what_the_relay_sent_twice_is_told_once(reader, topic):
    send(topic, FIRST + AGAIN + THEN + END)

    with reader.running(topic, f"{new_id()}") as process:
        said = lines_until(process, " end 1 ")
        status = end(process)

    assert status == 0
    assert reader.told() == FIRST + THEN + END
    assert not [line for line in said if line.startswith("gap")]


def test_a_gap_is_noticed_and_what_follows_it_is_told(reader, topic):
    send(topic, [("tea", 7), ("tea", 8), ("tea", 10), *END])

    with reader.running(topic, f"{new_id()}") as process:
        said = lines_until(process, " end 1 ")
        end(process)

    gaps = [line for line in said if line.startswith("gap")]
    assert gaps == [f"gap: {topic} tea goes on with 10 after 8"]
    assert reader.told() == [("tea", 7), ("tea", 8), ("tea", 10), *END]


def test_a_reader_that_was_killed_tells_nothing_twice(reader, topic):
    send(topic, FIRST)
    with reader.running(topic, f"{new_id()}") as process:
        lines_until(process, "told: ")
        process.kill()
    send(topic, AGAIN + THEN + END)

    # A group of its own has no offsets: all that was read before is read again.
    with reader.running(topic, f"{new_id()}") as process:
        lines_until(process, " end 1 ")
        end(process)

    assert reader.told() == FIRST + THEN + END


def test_offsets_are_committed_once_the_effect_is_there(reader, topic):
    group = f"{new_id()}"
    send(topic, FIRST + END)

    with reader.running(topic, group) as process:
        lines_until(process, " end 1 ")
        end(process)

    assert committed(topic, group) == len(FIRST + END)


def committed(topic, group):
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": group})
    (partition,) = consumer.committed([TopicPartition(topic, 0)])
    consumer.close()
    return partition.offset
