"""Who watches which order, and what they have not seen yet. One Redis connection for all."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from shop.storefront.live_addresses import CHANNELS, notice_of, order_of

RECONNECT_SECONDS = 1.0
LOOK_SECONDS = 5.0
SILENCE_SECONDS = 15.0

logger = logging.getLogger(__name__)


class Watcher:
    """One open page. It keeps the newest state only: who is slow misses the ones between."""

    def __init__(self) -> None:
        self._state: bytes | None = None
        self._is_news = asyncio.Event()

    def tell(self, state: bytes | None) -> None:
        """`state` is JSON, or None: the state cannot be known at the moment."""
        self._state = state
        self._is_news.set()

    @property
    def has_news(self) -> bool:
        return self._is_news.is_set()

    async def news(self) -> bytes | None:
        """The newest state that was not taken before, as soon as there is one."""
        await self._is_news.wait()
        self._is_news.clear()
        return self._state


class Lobby:
    """All watchers of this process, by order, and the one subscription that serves them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._watchers: dict[str, set[Watcher]] = defaultdict(set)

    @contextmanager
    def watching(self, order_id: str) -> Iterator[Watcher]:
        """A watcher that hears every change of the order within the block."""
        watcher = Watcher()
        self._watchers[order_id].add(watcher)
        try:
            yield watcher
        finally:
            self._watchers[order_id].discard(watcher)
            if not self._watchers[order_id]:
                del self._watchers[order_id]

    async def look(self, order_id: str, watcher: Watcher) -> None:
        """Tells the watcher what is pinned now, unless it has just heard something newer."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                state = await self._pinned(order_id)
        except (RedisError, OSError, TimeoutError):
            state = None
        if not watcher.has_news:
            watcher.tell(state)

    async def serve(self) -> None:
        """Passes changes on for ever; whenever Redis was away, everybody looks again."""
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:
                logger.warning("Redis is away, pages ask the shop itself: %s", error)
            self._tell_everybody_nothing()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        async with self._redis.pubsub() as subscription:
            await subscription.psubscribe(CHANNELS)
            await self._look_for_everybody()
            while True:
                message = await subscription.get_message(
                    ignore_subscribe_messages=True, timeout=SILENCE_SECONDS
                )
                if message is None:
                    await subscription.ping()
                elif message["type"] == "pmessage":
                    self._pass_on(order_of(message["channel"].decode()), message["data"])

    def _pass_on(self, order_id: str, state: bytes) -> None:
        for watcher in self._watchers.get(order_id, ()):
            watcher.tell(state)

    async def _look_for_everybody(self) -> None:
        for order_id, watchers in list(self._watchers.items()):
            state = await self._pinned(order_id)
            for watcher in watchers:
                watcher.tell(state)

    def _tell_everybody_nothing(self) -> None:
        for order_id in self._watchers:
            for watcher in self._watchers[order_id]:
                watcher.tell(None)

    async def _pinned(self, order_id: str) -> bytes | None:
        state = await self._redis.hget(notice_of(order_id), "state")
        return state.encode() if isinstance(state, str) else state
