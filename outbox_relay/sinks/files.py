"""Topics as JSON Lines files, for shops without a broker: one file per topic, the same records."""

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from outbox_relay.records import Record
from outbox_relay.sinks import Delivery, SinkFailed

ROTATE_AT_BYTES = 64 * 1024 * 1024


class FileSink:
    """Appends to `<folder>/<topic>.jsonl`; a full file is renamed `<topic>.<next number>.jsonl`."""

    name = "files"
    shards = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._checked: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def open(self, shard: int) -> "FileSink":
        """The only shard there is: the sink itself."""
        return self

    def send(self, records: Sequence[Record]) -> Delivery:
        """Returns when the records are stored."""
        self.write(records)
        return Delivery(records=0)

    def poll(self, *, seconds: float = 0) -> None:
        """Every answer was given at once."""

    def write(self, records: Sequence[Record]) -> None:
        """Appends and fsyncs, topic by topic. Raises SinkFailed."""
        try:
            for topic, lines in _lines_by_topic(records).items():
                self._append(topic, b"".join(lines))
        except OSError as error:
            # What was half written is cut off before the next line.
            self._checked.clear()
            raise SinkFailed(
                f"The topic files in {self._folder} cannot be written: {error.strerror}."
            ) from error

    def close(self) -> None:
        """Nothing is kept open between writes."""

    def _append(self, topic: str, lines: bytes) -> None:
        path = self._folder / f"{topic}.jsonl"
        if topic not in self._checked:
            cut_torn_line(path)
            self._checked.add(topic)
        if path.exists() and path.stat().st_size > ROTATE_AT_BYTES:
            path.rename(self._next_full(topic))
        is_new = not path.exists()
        with path.open("ab", buffering=0) as file:
            _write_all(file.fileno(), lines)
            os.fsync(file.fileno())
        if is_new:
            _fsync_folder(self._folder)

    def _next_full(self, topic: str) -> Path:
        full = [path.name.split(".")[-2] for path in self._folder.glob(f"{topic}.[0-9]*.jsonl")]
        return self._folder / f"{topic}.{max(map(int, full), default=0) + 1:05}.jsonl"


def cut_torn_line(path: Path) -> None:
    """Removes what follows the last line end: a crash left it, and it is written again."""
    if not path.exists() or not path.stat().st_size:
        return
    with path.open("r+b") as file:
        with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            end = content.rfind(b"\n") + 1
        file.truncate(end)
        os.fsync(file.fileno())


def _lines_by_topic(records: Iterable[Record]) -> dict[str, list[bytes]]:
    lines: dict[str, list[bytes]] = defaultdict(list)
    for record in records:
        lines[record.topic].append(_line(record))
    return lines


def _line(record: Record) -> bytes:
    parts = {
        "topic": record.topic,
        "key": record.key,
        "headers": record.headers,
        "value": msgspec.Raw(record.value.encode()),
    }
    return msgspec.json.encode(parts) + b"\n"


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
