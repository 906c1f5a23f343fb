"""Starts the emitter: a process of its own that commits orders' events at a fixed rate."""

import subprocess
import sys
from uuid import UUID

import msgspec

from bench.web import ROOT


def emitted_orders(rate: int, orders: int, *, topic: str = "") -> dict[UUID, float]:
    """When (Unix time) each order's commit was over; all events go to `topic`, if one is named."""
    command = [sys.executable, "-m", "bench.emitter", str(rate), str(orders), "--topic", topic]
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    return msgspec.json.decode(done.stdout, type=dict[UUID, float])
