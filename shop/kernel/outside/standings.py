"""How all firms stand, for people and for Prometheus: read from Redis, changed by nobody here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import redis

from shop.kernel.cache.board import quietly
from shop.kernel.outside.sharing import listed_in


class Manner(StrEnum):
    """How the shop treats a firm."""

    ASKED = "asked"
    LEFT_ALONE = "left alone"
    TRIED = "being tried"
    TRIED_NEXT = "tried with the next call"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a firm stands with all processes; times are those of Redis's clock."""

    firm: str
    address: str
    manner: Manner
    since: datetime
    failures: int
    withheld: int
    last_error: str
    failed_at: datetime | None
    next_trial: datetime | None
    asked_at: datetime | None

    @property
    def is_asked(self) -> bool:
        return self.manner == Manner.ASKED


def standings() -> Sequence[Standing] | None:
    """Every firm that was asked within a week, by name; None without Redis: then only each process
    knows for itself."""
    return quietly(_read)


def forget_standings() -> None:
    """As if no firm had ever been asked."""
    quietly(lambda client: client.delete(listed_in(), *client.smembers(listed_in())))


def _read(client: redis.Redis) -> Sequence[Standing]:
    records = sorted(client.smembers(listed_in()))
    reading = client.pipeline(transaction=False)
    reading.time()
    for record in records:
        reading.hgetall(record)
    (seconds, micros), *found = reading.execute()
    now = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=micros)
    known = [_standing(_text(fields), now) for fields in found if fields]
    return sorted(known, key=lambda it: (it.firm, it.address))


def _text(fields: Mapping[bytes, bytes]) -> dict[str, str]:
    return {name.decode(): value.decode(errors="replace") for name, value in fields.items()}


def _standing(fields: Mapping[str, str], now: datetime) -> Standing:
    manner, until = _manner(fields, now)
    return Standing(
        firm=fields["firm"],
        address=fields["address"],
        manner=manner,
        since=_moment(fields, "since") or now,
        failures=int(fields["failures"]),
        withheld=int(fields["withheld"]),
        last_error=fields.get("error", ""),
        failed_at=_moment(fields, "failed"),
        next_trial=until,
        asked_at=_moment(fields, "asked"),
    )


def _manner(fields: Mapping[str, str], now: datetime) -> tuple[Manner, datetime | None]:
    if fields["state"] == "closed":
        return Manner.ASKED, None
    for manner, began, length in (
        (Manner.LEFT_ALONE, "opened", "rest"),
        (Manner.TRIED, "tried", "lease"),
    ):
        start = _moment(fields, began)
        end = start and start + timedelta(milliseconds=float(fields[length]))
        if start and end and start <= now < end:
            return manner, end
    return Manner.TRIED_NEXT, None


def _moment(fields: Mapping[str, str], name: str) -> datetime | None:
    if name not in fields:
        return None
    return datetime.fromtimestamp(int(fields[name]) / 1000, UTC)
