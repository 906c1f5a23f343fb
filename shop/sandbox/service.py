"""What every endpoint and background job shares: options, storage, firms, and the bells."""

import asyncio
from collections.abc import Callable
from typing import TypeVar, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from shop.sandbox.callbacks import Channel
from shop.sandbox.courier import Courier
from shop.sandbox.options import Options
from shop.sandbox.storage import Ledger, Storage
from shop.sandbox.stories import Story
from shop.sandbox.suppliers import Suppliers

Result = TypeVar("Result")


class Sandbox:
    """One running sandbox, reachable at `address`."""

    def __init__(self, options: Options, storage: Storage, *, address: str) -> None:
        self.options = options
        self.address = address
        self.courier = Courier(
            address=address,
            dispatch_seconds=options.dispatch_seconds,
            delivery_seconds=options.delivery_seconds,
        )
        self.suppliers = Suppliers(
            answer_seconds=options.answer_seconds, supply_seconds=options.supply_seconds
        )
        self.bells = {channel: asyncio.Event() for channel in Channel}
        self._storage = storage

    async def change(self, work: Callable[[Ledger], Result]) -> Result:
        """`work` in one transaction on a thread; afterwards the senders look for callbacks."""
        result = await run_in_threadpool(self._transact, work)
        self.ring()
        return result

    async def look(self, work: Callable[[Ledger], Result]) -> Result:
        """Like `change`, for work that leaves no callback behind."""
        return await run_in_threadpool(self._transact, work)

    def ring(self) -> None:
        for bell in self.bells.values():
            bell.set()

    def callback_urls(self) -> dict[Channel, str]:
        """Where to send what; a channel without a URL keeps its callbacks."""
        urls = {
            Channel.PAYMENT: self.options.payment_callback_url,
            Channel.COURIER: self.options.courier_callback_url,
            Channel.SUPPLIER: self.options.supplier_callback_url,
        }
        return {channel: url for channel, url in urls.items() if url}

    def settling_seconds(self, story: Story) -> float:
        delays = {"slow": self.options.slow_seconds, "late": self.options.late_seconds}
        return delays.get(story.settles, 0.0)

    def _transact(self, work: Callable[[Ledger], Result]) -> Result:
        with self._storage.transaction() as ledger:
            return work(ledger)


def sandbox_of(request: Request) -> Sandbox:
    return cast(Sandbox, request.app.state.sandbox)
