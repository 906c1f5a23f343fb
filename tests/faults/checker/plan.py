"""How large a run is. EVENTS, SECONDS and SEED in the environment change it."""

import os
import secrets
import uuid
import zlib
from dataclasses import dataclass
from random import Random

LANES = 64


@dataclass(frozen=True)
class Plan:
    """Writers stop after `seconds`, or once about `events` are committed.

    A transaction tells of one to `most` of so many `products`, and pauses now and then for at most
    `pause` seconds.
    """

    events: int
    seconds: float
    seed: int
    products: int = 20
    most: int = 3
    pause: float = 0.015

    def aggregates(self) -> list[str]:
        """The aggregates of this run, in the order in which every writer locks them."""
        dice = Random(self.seed)  # noqa: S311 - repeatable
        return [str(uuid.UUID(int=dice.getrandbits(128), version=4)) for _ in range(self.products)]


def plan_from_environment() -> Plan:
    return Plan(
        events=int(os.environ.get("EVENTS", "5000")),
        seconds=float(os.environ.get("SECONDS", "18")),
        seed=int(os.environ.get("SEED", "0")) or secrets.randbelow(10**9),
    )


def lane_of(aggregate: str) -> int:
    """The product's lane, as the kernel computes it."""
    return zlib.crc32(f"product:{aggregate}".encode()) % LANES
