"""What a request must pass before its endpoint sees it."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shop.sandbox.outage import is_outage
from shop.sandbox.problems import RefusalError
from shop.sandbox.service import sandbox_of
from shop.sandbox.silence import Firm, silence_left
from shop.sandbox.storage import Ledger

_LISTENS_EVERY = 0.2
"""Seconds until a silent firm notices that its silence was ended."""


@dataclass(frozen=True)
class Guard:
    """ASGI middleware: `check` lets the request pass, or raises a refusal."""

    app: ASGIApp
    check: Callable[[Request], Awaitable[None]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.check(Request(scope))
        await self.app(scope, receive, send)


async def require_key(request: Request) -> None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    secret = sandbox_of(request).options.secret
    if scheme.lower() != "bearer" or not hmac.compare_digest(key.encode(), secret.encode()):
        raise RefusalError(
            "Send the sandbox's secret in the header `Authorization: Bearer <secret>`.",
            status=HTTPStatus.UNAUTHORIZED,
        )


def play_troubles(firm: Firm) -> Callable[[Request], Awaitable[None]]:
    """Says nothing while the firm is silent, and refuses during an outage.

    What nobody waits for any more when the silence ends is not done.
    """

    def troubles(ledger: Ledger) -> tuple[float, bool]:
        return silence_left(ledger, firm), is_outage(ledger)

    async def check(request: Request) -> None:
        silent_seconds, is_out = await sandbox_of(request).look(troubles)
        while silent_seconds:
            await asyncio.sleep(min(silent_seconds, _LISTENS_EVERY))
            silent_seconds, is_out = await sandbox_of(request).look(troubles)
        if is_out:
            raise RefusalError(
                "The sandbox plays an outage. Try again later.",
                status=HTTPStatus.SERVICE_UNAVAILABLE,
            )

    return check
