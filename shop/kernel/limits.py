"""How often something may be done: budgets per key, counted in Redis over a sliding window.

Redis may be gone: then everything is allowed, and counted as unchecked. Keys are stored as keyed
hashes, so that no mail address stands in Redis.
"""

import hmac
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TypeVar

import pybreaker
import redis
from django.conf import settings
from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from prometheus_client import Counter
from redis.backoff import NoBackoff
from redis.retry import Retry

from shop.kernel.errors import DomainError

T = TypeVar("T")

TIMEOUT_SECONDS = 0.2

limits_refused = Counter("limits_refused", "What was done too often", ["rule"])
limits_unchecked = Counter("limits_unchecked", "What was allowed without Redis", ["rule"])

logger = logging.getLogger(__name__)
_breaker = pybreaker.CircuitBreaker(fail_max=1, reset_timeout=2)


@dataclass(frozen=True)
class Rule:
    """`amount` times at most in any stretch of time as long as `per`; whole seconds."""

    name: str
    amount: int
    per: timedelta


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether it may be done now, how often still, and in how many seconds there is more."""

    allowed: bool
    remaining: int
    reset_after: int


class LimitReached(DomainError):
    """This was done too often; after `retry_after` seconds it may be tried again."""

    code = "throttled"
    status = 429

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(sentence, details={"retry_after": retry_after})
        self.retry_after = retry_after


def allow(rule: Rule, key: str) -> Verdict:
    """Takes one from the key's budget if there is one left. Two at once never share the last."""
    if not settings.RATE_LIMITS:
        return _unlimited(rule)
    try:
        verdict = _breaker.call(_counted, rule, _hidden(key))
    except (redis.RedisError, OSError, pybreaker.CircuitBreakerError) as error:
        limits_unchecked.labels(rule.name).inc()
        logger.debug("Nobody counts for %s: %s", rule.name, error)
        return _unlimited(rule)
    if not verdict.allowed:
        limits_refused.labels(rule.name).inc()
    return verdict


def require(rule: Rule, key: str) -> None:
    """As `allow`, for whoever has nothing to do with the verdict. Raises LimitReached."""
    verdict = allow(rule, key)
    if not verdict.allowed:
        raise LimitReached(
            f"This was tried too often: try again in {verdict.reset_after} seconds.",
            retry_after=verdict.reset_after,
        )


def give_back(rule: Rule, key: str) -> None:
    """The key has its whole budget again."""
    if not settings.RATE_LIMITS:
        return
    _quietly(lambda: _limiter(settings.REDIS_URL).clear(_item(rule), _hidden(key)))


def _counted(rule: Rule, key: str) -> Verdict:
    limiter, item = _limiter(settings.REDIS_URL), _item(rule)
    allowed = limiter.hit(item, key)
    reset_at, remaining = limiter.get_window_stats(item, key)
    seconds = max(math.ceil(reset_at - time.time()), 1)
    return Verdict(allowed=allowed, remaining=remaining, reset_after=seconds)


def _quietly(act: Callable[[], T]) -> None:
    try:
        _breaker.call(act)
    except (redis.RedisError, OSError, pybreaker.CircuitBreakerError) as error:
        logger.debug("A budget was not given back: %s", error)


def _unlimited(rule: Rule) -> Verdict:
    return Verdict(allowed=True, remaining=rule.amount, reset_after=int(rule.per.total_seconds()))


def _item(rule: Rule) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(rule.amount, int(rule.per.total_seconds()), rule.name)


def _hidden(key: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), key.encode(), "sha256").hex()


@cache
def _limiter(url: str) -> SlidingWindowCounterRateLimiter:
    storage = RedisStorage(
        url,
        key_prefix="tradewind-limits",
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]
    )
    return SlidingWindowCounterRateLimiter(storage)
