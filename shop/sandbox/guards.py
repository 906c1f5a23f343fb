"""What a request must pass before its endpoint sees it."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shop.sandbox.outage import is_outage
from shop.sandbox.problems import RefusalError
from shop.sandbox.service import sandbox_of


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


async def refuse_during_outage(request: Request) -> None:
    if await sandbox_of(request).look(is_outage):
        raise RefusalError(
            "The sandbox plays an outage. Try again later.",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
