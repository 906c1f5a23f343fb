"""6. Every event that the file sink has passed is in its topic's file, in order per aggregate."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection

from shop.operations.verify.findings import Finding

_PASSED = """
SELECT event.topic, event.event_id::text
FROM outbox_cursor cursor
JOIN outbox_tick tick ON tick.n = cursor.tick
JOIN outbox_event event ON pg_visible_in_snapshot(event.xid, tick.snapshot)
WHERE cursor.consumer = 'files' AND event.topic IS NOT NULL
"""


class _Line(msgspec.Struct):
    headers: dict[str, str]
    key: str


def topic_files_have_every_event() -> Iterator[Finding]:
    if settings.KAFKA_BOOTSTRAP_SERVERS:
        return
    passed = _passed_events()
    for topic, ids in sorted(passed.items()):
        seen: set[str] = set()
        yield from _disorder(topic, seen)
        if missing := ids - seen:
            yield Finding(
                invariant="every topic has every event",
                subject=f"topic {topic}",
                sentence=f"{len(missing)} events are not in its file, first {min(missing)}.",
            )


def _passed_events() -> dict[str, set[str]]:
    passed: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PASSED)
        for topic, event_id in cursor.fetchall():
            passed.setdefault(topic, set()).add(event_id)
    return passed


def _disorder(topic: str, seen: set[str]) -> Iterator[Finding]:
    """Goes through the topic; new events of an aggregate must come in their order."""
    last: dict[str, int] = {}
    for line in _lines(topic):
        event_id, sequence = line.headers["ce_id"], int(line.headers["ce_aggregateseq"])
        stream = f"{line.headers['ce_type'].split('.')[1]} {line.key}"
        if event_id not in seen and sequence <= last.get(stream, 0):
            yield Finding(
                invariant="topics keep the order of every aggregate",
                subject=f"topic {topic}, {stream}",
                sentence=f"Event {sequence} comes after event {last[stream]}.",
            )
        seen.add(event_id)
        last[stream] = max(sequence, last.get(stream, 0))


def _lines(topic: str) -> Iterator[_Line]:
    for path in _files(topic):
        with path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield msgspec.json.decode(line, type=_Line)


def _files(topic: str) -> list[Path]:
    folder = Path(settings.TOPICS_DIR)
    newest = folder / f"{topic}.jsonl"
    return [*sorted(folder.glob(f"{topic}.[0-9]*.jsonl")), *([newest] if newest.exists() else [])]
