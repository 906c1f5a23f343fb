"""Sends the callbacks that are due, each until all its copies were accepted with a 2xx."""

import asyncio

import httpx

from shop.sandbox.callbacks import (
    Callback,
    Channel,
    Outcome,
    due_callbacks,
    record_outcomes,
    signature,
)
from shop.sandbox.clock import now
from shop.sandbox.service import Sandbox
from shop.sandbox.storage import Ledger

_LOOK_EVERY = 0.25
_RECORD_EVERY = 0.25
_MORE_AT_ONCE = 32


class Sender:
    """One channel's callbacks on their way to one URL.

    What is under way is known to memory only: a crash sends it again, which is at least once.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        channel: Channel,
        *,
        url: str,
        client: httpx.AsyncClient,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._sandbox = sandbox
        self._channel = channel
        self._url = url
        self._client = client
        self._tasks = tasks
        self._under_way: set[str] = set()
        self._outcomes: list[Outcome] = []

    async def send_due(self) -> None:
        """Start what is due, then wait for the bell or a moment."""
        for callback in await self._sandbox.look(self._due):
            if callback.id not in self._under_way:
                self._under_way.add(callback.id)
                self._tasks.create_task(self._send(callback))
        await self._wait()

    async def record_outcomes(self) -> None:
        """Wait a moment, then record what came back meanwhile; a commit costs a disk flush."""
        await asyncio.sleep(_RECORD_EVERY)
        outcomes = self._outcomes[:]
        if not outcomes:
            return
        await self._sandbox.look(lambda ledger: record_outcomes(ledger, outcomes))
        del self._outcomes[: len(outcomes)]
        self._under_way.difference_update(outcome.callback_id for outcome in outcomes)

    def _due(self, ledger: Ledger) -> list[Callback]:
        """What is under way is still due in storage, until its outcome is recorded."""
        return due_callbacks(ledger, self._channel, limit=len(self._under_way) + _MORE_AT_ONCE)

    async def _send(self, callback: Callback) -> None:
        posts = [self._post(callback) for _ in range(callback.copies_left)]
        errors = [error for error in await asyncio.gather(*posts) if error]
        self._outcomes.append(
            Outcome(
                callback_id=callback.id,
                accepted=callback.copies_left - len(errors),
                error=errors[0] if errors else None,
            )
        )

    async def _post(self, callback: Callback) -> str | None:
        """Nothing when accepted, or else what went wrong."""
        secret = self._sandbox.options.secret
        headers = {
            "Content-Type": "application/json",
            "Sandbox-Signature": signature(secret, body=callback.body, moment=now()),
        }
        try:
            answer = await self._client.post(self._url, content=callback.body, headers=headers)
        except Exception as error:  # whatever the receiver does, it is told again later
            return f"{type(error).__name__}: {error}"
        return None if answer.is_success else f"HTTP {answer.status_code}"

    async def _wait(self) -> None:
        bell = self._sandbox.bells[self._channel]
        try:
            await asyncio.wait_for(bell.wait(), _LOOK_EVERY)
        except TimeoutError:
            return
        bell.clear()
