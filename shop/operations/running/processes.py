"""The processes of the shop: what runs, and how."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shop.engines.ports import HOST
from shop.operations.running.addresses import Addresses

PYTHON = (sys.executable, "-m")
# Root may try the shop too; Celery warns for pickle's sake, and our messages are JSON.
AS_ROOT_TOO = ("-W", "ignore:You're running the worker with superuser privileges")
# Whoever a shopper waits for goes first, then those who carry orders on, then the invented ones.
GIVING_WAY, GIVING_WAY_TO_ALL = ("nice", "-n", "10"), ("nice", "-n", "15")
CELERY = (
    *GIVING_WAY,
    *(sys.executable, *AS_ROOT_TOO, "-m", "celery", "--app", "config.celery", "--quiet"),
)


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process that is to run for as long as the shop is open; an errand, until it succeeds."""

    name: str
    command: tuple[str, ...]
    is_errand: bool = False


def shop_front(addresses: Addresses) -> list[Process]:
    """Return what shoppers speak to."""
    return [web(addresses), live(addresses)]


def back_rooms(addresses: Addresses, *, folder: Path) -> list[Process]:
    """Return who carries orders on; the sandbox only for demos without an outside world."""
    staff = [relay(), worker(), beat()]
    if settings.DEMO and not os.environ.get("SANDBOX_URL"):
        staff.append(sandbox(addresses, data=folder / "sandbox"))
    if settings.DEMO and settings.DEMO_HISTORY:
        staff.append(history())
    if settings.DEMO and settings.DEMO_SHOPPERS > 0:
        staff.append(shoppers())
    return staff


def web(addresses: Addresses) -> Process:
    workers = ("--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers")
    listen = ("--host", HOST, "--port", str(addresses.web))
    quiet = ("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5")
    application = ("--interface", "wsgi", "config.wsgi:application")
    return Process(
        name="web", command=(*PYTHON, "granian", *listen, *workers, *quiet, *application)
    )


def live(addresses: Addresses) -> Process:
    listen = ("--host", HOST, "--port", str(addresses.live))
    # Watchers never hang up by themselves, so they are not waited for.
    quiet = ("--log-level", "warning", "--timeout-graceful-shutdown", "1")
    application = "shop.storefront.live:application"
    return Process(name="live", command=(*PYTHON, "uvicorn", *listen, *quiet, application))


def relay() -> Process:
    return Process(name="relay", command=(*GIVING_WAY, sys.executable, "manage.py", "relay"))


def worker() -> Process:
    """Threads, because jobs wait for outside firms most of the time: four in one process's memory.

    One worker needs to hear of no other: without gossip and mingle it starts a second sooner.
    """
    alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    threads = ("--pool", "threads", "--concurrency", "4")
    return Process(name="worker", command=(*CELERY, "worker", *threads, *alone))


def beat() -> Process:
    """Its schedule is a few seconds long: nothing to keep in a file that a kill could spoil."""
    return Process(name="beat", command=(*CELERY, "beat", "--scheduler", "celery.beat:Scheduler"))


def sandbox(addresses: Addresses, *, data: Path) -> Process:
    options = ("--port", str(addresses.sandbox), "--data", str(data))
    return Process(name="sandbox", command=(*PYTHON, "shop.sandbox", *options))


def history() -> Process:
    """The demo's past, played into the open shop; what was played before is passed over."""
    command = (*GIVING_WAY_TO_ALL, sys.executable, "manage.py", "play_demo_history")
    return Process(name="history", command=command, is_errand=True)


def shoppers() -> Process:
    """Invented people who buy while the shop is open."""
    rate = ("--rate", f"{settings.DEMO_SHOPPERS:g}")
    visits = (*PYTHON, "shop.operations.shoppers", *rate)
    return Process(name="shoppers", command=(*GIVING_WAY_TO_ALL, *visits))
