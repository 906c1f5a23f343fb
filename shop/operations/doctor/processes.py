"""Does every process of the shop run?"""

from collections.abc import Iterator

import httpx
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from shop.kernel.tasks import SWEPT
from shop.operations.doctor.findings import Ailment, Gravity
from shop.operations.running.addresses import url_of
from shop.operations.running.record import current_run

PATIENCE_SECONDS = 2.0
_IN_SANDBOX = "Sandbox"


def redis_answers() -> Iterator[Ailment]:
    if trouble := _trouble_of_redis():
        yield Ailment(
            part="redis",
            sentence=f"It does not answer ({trouble}): pages are slower, live pages stand still,"
            " and jobs wait, for workers hear of them through it.",
            remedy="Start Redis or Valkey, or correct REDIS_URL.",
        )


def web_answers() -> Iterator[Ailment]:
    yield from _answers("web", _address("web", settings.SHOP_URL), "orders can be taken")


def live_answers() -> Iterator[Ailment]:
    yield from _answers("live", _address("live", settings.LIVE_URL), "pages follow an order")


def sandbox_answers() -> Iterator[Ailment]:
    adapters = [*settings.PAYMENT_GATEWAYS.values(), settings.COURIER]
    if any(_IN_SANDBOX in adapter for adapter in adapters):
        where = _address("sandbox", settings.SANDBOX_URL)
        yield from _answers("sandbox", where, "payments and parcels go on")


def worker_answers() -> Iterator[Ailment]:
    """Workers are asked through Redis: where that is silent, nobody can say."""
    if not _trouble_of_redis() and not _pings():
        yield Ailment(
            part="worker",
            sentence="No Celery worker answers: nobody asks the gateway, books parcels or sends"
            " mail.",
            remedy="celery --app config.celery worker --pool threads --concurrency 4",
        )


def beat_ticks() -> Iterator[Ailment]:
    """Beat sends a sweep every ten seconds, a worker notes it: without a worker, nobody can say."""
    try:
        has_swept = cache.get(SWEPT) is not None
    except (RedisError, OSError):
        return
    if not has_swept and not _trouble_of_redis() and _pings():
        yield Ailment(
            part="beat",
            sentence="No sweep for a while: lapsed holds are kept, and lost wake-ups stay lost.",
            remedy="celery --app config.celery beat --scheduler celery.beat:Scheduler",
        )


def _trouble_of_redis() -> str:
    """Why Redis does not answer; empty if it does."""
    times = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
    try:
        with Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **times) as redis:
            redis.ping()
    except (RedisError, OSError) as error:
        return type(error).__name__
    return ""


def _pings() -> bool:
    try:
        return bool(current_app.control.inspect(timeout=PATIENCE_SECONDS).ping())
    except Exception:
        return False


def _answers(part: str, url: str, purpose: str) -> Iterator[Ailment]:
    try:
        answer = httpx.get(f"{url}/healthz", timeout=PATIENCE_SECONDS, trust_env=False)
        said = "" if answer.is_success else f"answers with {answer.status_code}"
    except httpx.HTTPError as error:
        said = f"does not answer ({type(error).__name__})"
    if said:
        yield Ailment(
            part=part,
            sentence=f"{url} {said}; only with it {purpose}.",
            remedy=f"Start the process {part}, or correct its address in the settings.",
            gravity=Gravity.FRAIL if part == "live" else Gravity.ILL,
        )


def _address(name: str, configured: str) -> str:
    """Where `make run` put the process, if that runs here, else what the settings say."""
    run = current_run(settings.STATE_DIR.resolve())
    addresses = run.addresses if run else None
    return url_of(getattr(addresses, name)) if addresses else configured.rstrip("/")
