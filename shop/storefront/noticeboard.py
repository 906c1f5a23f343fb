"""Where the state of followed orders and seats is pinned for `live`: in Redis, which may forget.

An order is followed once somebody has opened its page; what nobody looks at costs one look-up.
A failure here is counted and never felt: pages ask the database every few seconds then.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import TypeVar
from uuid import UUID

import msgspec
import pybreaker
import redis
from django.conf import settings
from django.db import connection
from prometheus_client import Counter
from redis.backoff import NoBackoff
from redis.retry import Retry

from shop.storefront.live_addresses import channel_of, notice_of
from shop.storefront.progress import Progress
from shop.storefront.seating import Seating

T = TypeVar("T")

TIMEOUT_SECONDS = 0.2
KEPT = timedelta(days=1)

# Whoever read the database later knows more, whatever order the writers arrive in.
_PIN = """
if tonumber(redis.call('HGET', KEYS[1], 'read_at') or '0') >= tonumber(ARGV[1]) then return 0 end
local known = redis.call('HGET', KEYS[1], 'state')
redis.call('HSET', KEYS[1], 'read_at', ARGV[1], 'state', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
if known ~= ARGV[2] then redis.call('PUBLISH', ARGV[4], ARGV[2]) end
return 1
"""

notices_lost = Counter("storefront_notices_lost", "Changes of orders that Redis did not take")

logger = logging.getLogger(__name__)
_breaker = pybreaker.CircuitBreaker(fail_max=1, reset_timeout=2)


def follow(*, order_id: UUID, customer_id: UUID) -> None:
    """From now on, `follower_of` knows that the order is looked at."""
    notice = notice_of(order_id)

    def write() -> None:
        client = _client(settings.REDIS_URL)
        client.hset(notice, "customer_id", str(customer_id))
        client.expire(notice, KEPT)

    _quietly(write, otherwise=None)


def follower_of(order_id: UUID) -> UUID | None:
    """The customer whose order is looked at, or None if nobody does."""
    found = _quietly(
        lambda: _client(settings.REDIS_URL).hget(notice_of(order_id), "customer_id"),
        otherwise=None,
    )
    return UUID(str(found)) if found else None


def is_followed(followed_id: UUID) -> bool:
    """Whether something is pinned that somebody may look at."""
    return bool(
        _quietly(lambda: _client(settings.REDIS_URL).exists(notice_of(followed_id)), otherwise=0)
    )


def pin(*, followed_id: UUID, shown: Progress | Seating, read_at: int) -> None:
    """Replaces what is pinned, unless that was read later; `read_at` is microseconds.

    Watching pages are told if it is news.
    """
    state = msgspec.json.encode(shown).decode()
    kept, channel = int(KEPT.total_seconds()), channel_of(followed_id)

    def write() -> None:
        client = _client(settings.REDIS_URL)
        client.eval(_PIN, 1, notice_of(followed_id), read_at, state, kept, channel)

    _quietly(write, otherwise=None)


def database_microseconds() -> int:
    """The clock by which it is decided who has read later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])


def _quietly(act: Callable[[], T], *, otherwise: T) -> T:
    try:
        return _breaker.call(act)
    except (redis.RedisError, OSError, pybreaker.CircuitBreakerError) as error:
        notices_lost.inc()
        logger.debug("The notice board cannot be reached: %s", error)
        return otherwise


@cache
def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
