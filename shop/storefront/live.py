"""`live`: pages follow orders and seats by server-sent events, from a process without a database.

A bare ASGI callable: a watcher costs a few kilobytes and no thread. The state comes from Redis;
when that cannot be asked, watchers hear `blind` and ask the shop itself until it is back.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from redis.asyncio import Redis

from shop.storefront.live_addresses import is_signed
from shop.storefront.watchers import Lobby, Watcher

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 3000
CONNECT_SECONDS = 2.0
_FOLLOWED = re.compile(r"/live/(?:orders|seats)/([0-9a-f-]{36})")


class Live:
    """The ASGI application. Its lobby lives as long as the server that runs it."""

    def __init__(self) -> None:
        self._lobby: Lobby | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        redis = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=CONNECT_SECONDS)
        self._lobby = Lobby(redis)
        serving = asyncio.create_task(self._lobby.serve())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        await redis.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _FOLLOWED.fullmatch(scope["path"])
        if scope["path"] == "/healthz":
            await _say(send, 200, "ok")
        elif found is None:
            await _say(send, 404, "Orders are followed at /live/orders/<id>?key=<signature>.")
        elif scope["method"] != "GET":
            await _say(send, 405, "Use GET.")
        elif not is_signed(found[1], _key(scope)):
            await _say(send, 403, "Open the order's page in the shop: it knows the right address.")
        elif self._lobby is None:
            await _say(send, 503, "The server that runs this does not support ASGI lifespans.")
        else:
            await _stream(self._lobby, found[1], receive, send)


async def _stream(lobby: Lobby, order_id: str, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _stream_headers()})
    await _write(send, f"retry: {RETRY_MILLISECONDS}\n\n".encode())
    with lobby.watching(order_id) as watcher:
        await lobby.look(order_id, watcher)
        telling = asyncio.create_task(_tell(watcher, send))
        leaving = asyncio.create_task(_left(receive))
        await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in (telling, leaving):
            task.cancel()
        await asyncio.gather(telling, leaving, return_exceptions=True)


async def _tell(watcher: Watcher, send: Send) -> None:
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                state = await watcher.news()
        except TimeoutError:
            await _write(send, b": still here\n\n")
        else:
            await _write(send, _event(state))


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(state: bytes | None) -> bytes:
    return b"event: blind\ndata: {}\n\n" if state is None else b"event: state\ndata: %b\n\n" % state


def _key(scope: Scope) -> str:
    text: str = scope["query_string"].decode("latin-1")
    return parse_qs(text).get("key", [""])[0]


def _stream_headers() -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        # Proxies that buffer would keep the news for themselves.
        (b"x-accel-buffering", b"no"),
        (b"access-control-allow-origin", settings.SHOP_URL.rstrip("/").encode()),
        (b"vary", b"origin"),
    ]


async def _say(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})


async def _write(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


application = Live()
