"""What the sandbox does unasked: settle and deliver when the time comes, and send callbacks."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable

import httpx

from shop.sandbox.gateway import settle_due_charges
from shop.sandbox.sender import Sender
from shop.sandbox.service import Sandbox
from shop.sandbox.storage import Ledger

logger = logging.getLogger(__name__)

_LOOK_EVERY = 0.25
_PAUSE_AFTER_ERROR = 1.0
# A slow receiver makes callbacks queue for a connection, which is no failure of theirs.
_LIMITS = httpx.Limits(max_connections=16)
_TIMEOUT = httpx.Timeout(10, pool=None)


async def run_background(sandbox: Sandbox) -> None:
    """Runs until cancelled."""
    async with (
        httpx.AsyncClient(timeout=_TIMEOUT, limits=_LIMITS, trust_env=False) as client,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(_forever(lambda: _keep_time(sandbox)))
        for channel, url in sandbox.callback_urls().items():
            sender = Sender(sandbox, channel, url=url, client=client, tasks=tasks)
            tasks.create_task(_forever(sender.send_due))
            tasks.create_task(_forever(sender.record_outcomes))


async def _keep_time(sandbox: Sandbox) -> None:
    """Settle charges, move shipments and orders whose stored time has come, then wait a moment."""

    def advance(ledger: Ledger) -> int:
        return (
            settle_due_charges(ledger)
            + sandbox.courier.advance_due_shipments(ledger)
            + sandbox.suppliers.advance_due_orders(ledger)
        )

    if await sandbox.look(advance):
        sandbox.ring()
    await asyncio.sleep(_LOOK_EVERY)


async def _forever(step: Callable[[], Awaitable[None]]) -> None:
    """Storage may fail for a while, when the disk is full; nothing is forgotten meanwhile."""
    while True:
        try:
            await step()
        except sqlite3.Error:
            logger.exception("The sandbox cannot use its storage; it tries again.")
            await asyncio.sleep(_PAUSE_AFTER_ERROR)
