"""Topics as files: nothing lost in a crash, at most a contiguous run again."""

import json

import pytest

from outbox_relay.records import Record
from outbox_relay.sinks import SinkFailed, files
from outbox_relay.sinks.files import FileSink


def record(number, *, topic="product-events"):
    return Record(topic, "a key", f"{number}", {"ce_id": f"{number}"})


def lines_of(folder, name="product-events.jsonl"):
    return [json.loads(line) for line in (folder / name).read_bytes().splitlines()]


def values(folder, name="product-events.jsonl"):
    return [line["value"] for line in lines_of(folder, name)]


def test_each_topic_is_a_file_of_whole_records(tmp_path):
    sink = FileSink(tmp_path)

    sink.write([record(1), record(2, topic="order-events"), record(3)])

    assert lines_of(tmp_path, "order-events.jsonl") == [
        {"topic": "order-events", "key": "a key", "headers": {"ce_id": "2"}, "value": 2}
    ]
    assert values(tmp_path) == [1, 3]


@pytest.mark.parametrize("torn", [b'{"topic": "prod', b"x" * 300_000], ids=["short", "long"])
def test_a_torn_last_line_is_cut_off_before_the_next_one(tmp_path, torn):
    FileSink(tmp_path).write([record(1), record(2)])
    with (tmp_path / "product-events.jsonl").open("ab") as file:
        file.write(torn)

    FileSink(tmp_path).write([record(3)])

    assert values(tmp_path) == [1, 2, 3]


def test_a_file_that_is_one_torn_line_is_emptied(tmp_path):
    (tmp_path / "product-events.jsonl").write_bytes(b'{"topic"')

    FileSink(tmp_path).write([record(1)])

    assert values(tmp_path) == [1]


def test_a_full_file_is_put_aside_and_never_overwritten(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "ROTATE_AT_BYTES", 10)
    sink = FileSink(tmp_path)
    for number in range(3):
        sink.write([record(number)])
    (tmp_path / "product-events.00001.jsonl").unlink()

    sink.write([record(3)])

    assert values(tmp_path, "product-events.00002.jsonl") == [1]
    assert values(tmp_path, "product-events.00003.jsonl") == [2]
    assert values(tmp_path) == [3]


def test_a_disk_that_takes_nothing_fails_the_page_and_leaves_no_torn_line(tmp_path):
    sink = FileSink(tmp_path)
    sink.write([record(1)])
    (tmp_path / "order-events.jsonl").mkdir()

    with pytest.raises(SinkFailed, match="cannot be written"):
        sink.write([record(2), record(3, topic="order-events")])
    (tmp_path / "order-events.jsonl").rmdir()
    sink.write([record(2), record(3, topic="order-events")])

    assert values(tmp_path) == [1, 2, 2]
    assert values(tmp_path, "order-events.jsonl") == [3]
