"""Redis as the place where answers are kept: it may lose everything, or be gone."""

import logging
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import pybreaker
import redis
from django.conf import settings
from django.db import connection
from prometheus_client import Counter
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")

TIMEOUT_SECONDS = 0.2

cache_unreachable = Counter("shared_cache_unreachable", "What was done without the cache's Redis")

logger = logging.getLogger(__name__)
_breaker = pybreaker.CircuitBreaker(fail_max=1, reset_timeout=2)


def quietly(act: Callable[["redis.Redis"], T]) -> T | None:
    """What `act` returns, or None without Redis, which is counted and never felt."""
    try:
        return _breaker.call(act, _client(settings.REDIS_URL))
    except (redis.RedisError, OSError, pybreaker.CircuitBreakerError) as error:
        cache_unreachable.inc()
        logger.debug("The cache cannot be reached: %s", error)
        return None


def key_of(kind: str, name: str) -> str:
    """A key of this shop alone: shops with different databases may share a Redis."""
    return f"tradewind:{kind}:{connection.settings_dict['NAME']}:{name}"


def forget_failures() -> None:
    """Trusts Redis again at once."""
    _breaker.close()


@cache
def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
