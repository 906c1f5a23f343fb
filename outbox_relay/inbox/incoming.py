"""A record of Kafka as the event that it carries: CloudEvents 1.0, binary content mode."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from outbox_relay.stored import StoredEvent

Headers = Iterable[tuple[str, str | bytes | None]]


class Unreadable(ValueError):
    """The record is no event that may be heard here. Its sentence names no contents."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a record stands."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event that came in."""

    source: str
    event: StoredEvent
    place: Place

    @property
    def type(self) -> str:
        return self.event.type


_Number = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]


class _Attributes(msgspec.Struct, frozen=True):
    """The headers; those that the shop adds to CloudEvents' own stand last."""

    ce_specversion: Literal["1.0"]
    ce_id: UUID
    ce_source: str
    ce_type: str
    ce_time: Annotated[datetime, msgspec.Meta(tz=True)]
    ce_subject: str
    ce_sequence: Annotated[str, msgspec.Meta(pattern="^0*[0-9]{1,18}$")]
    ce_aggregatetype: str
    ce_aggregateseq: _Number
    ce_correlationid: UUID
    ce_causationid: UUID | None = None
    ce_actor: str = "system"
    traceparent: str = ""


def read(
    place: Place, headers: Headers, value: bytes | None, *, sources: Collection[str]
) -> Incoming:
    """The event in the record. Raises Unreadable if there is none, or from no such source."""
    attributes = _attributes(headers)
    if attributes.ce_source not in sources:
        raise Unreadable("Its ce_source is not among EVENT_SOURCES.")
    return Incoming(attributes.ce_source, _event(attributes, _text(value)), place)


def _attributes(headers: Headers) -> _Attributes:
    texts = {name: _decoded(value) for name, value in headers if value is not None}
    try:
        return msgspec.convert(texts, _Attributes, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"Its headers are not those of an event: {error}") from error


def _text(value: bytes | None) -> str:
    if value is None:
        raise Unreadable("It is a tombstone: an event says something.")
    return _decoded(value)


def _decoded(value: str | bytes) -> str:
    try:
        text = value.decode() if isinstance(value, bytes) else value
    except UnicodeDecodeError as error:
        raise Unreadable("A header or the value is not UTF-8.") from error
    if "\0" in text:
        raise Unreadable("A header or the value holds a NUL, which the database cannot keep.")
    return text


def _event(attributes: _Attributes, payload: str) -> StoredEvent:
    cause = attributes.ce_causationid
    return StoredEvent(
        id=int(attributes.ce_sequence),
        event_id=f"{attributes.ce_id}",
        type=attributes.ce_type,
        version=_version(attributes.ce_type),
        aggregate_type=attributes.ce_aggregatetype,
        aggregate_id=attributes.ce_subject,
        seq=attributes.ce_aggregateseq,
        topic=None,
        topic_seq=None,
        payload=payload,
        traceparent=attributes.traceparent,
        correlation_id=f"{attributes.ce_correlationid}",
        causation_id=f"{cause}" if cause else None,
        actor=attributes.ce_actor,
        occurred_at=attributes.ce_time.astimezone(UTC).isoformat(),
    )


def _version(type_name: str) -> int:
    _, _, version = type_name.rpartition(".v")
    if not version.isascii() or not version.isdigit():
        raise Unreadable("Its ce_type does not end in a version, as `.v1`.")
    return int(version)
