"""What can be set from outside: by command line option, or else by environment variable."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Options:
    """How this sandbox runs. Times are in seconds; without a URL, callbacks are kept unsent.

    `public_url` is where browsers find it, if that is not where it listens.
    """

    host: str
    port: int
    public_url: str | None
    data: Path
    secret: str
    payment_callback_url: str | None
    courier_callback_url: str | None
    supplier_callback_url: str | None
    slow_seconds: float
    stall_seconds: float
    late_seconds: float
    action_seconds: float
    dispatch_seconds: float
    delivery_seconds: float
    answer_seconds: float
    supply_seconds: float


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Options from `arguments` (the command line by default); exits with a sentence if wrong."""
    parser = _parser()
    found = parser.parse_args(arguments)
    if not found.secret:
        parser.error("no secret: set SANDBOX_SECRET or pass --secret; the shop needs the same one")
    return Options(**vars(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m shop.sandbox",
        description="A payment gateway, a courier and suppliers to try with.",
    )
    _add_places(parser)
    _add_times(parser)
    return parser


def _add_places(parser: argparse.ArgumentParser) -> None:
    env = os.environ.get
    parser.add_argument("--host", default=env("SANDBOX_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=_port, default=env("SANDBOX_PORT", "8100"))
    public_url = env("SANDBOX_PUBLIC_URL", "")
    parser.add_argument("--public-url", type=_address, default=public_url)
    parser.add_argument("--data", type=Path, default=env("SANDBOX_DATA", "var/sandbox"))
    parser.add_argument("--secret", default=env("SANDBOX_SECRET", ""))
    for channel in ("payment", "courier", "supplier"):
        default = env(f"{channel.upper()}_CALLBACK_URL", "")
        parser.add_argument(f"--{channel}-callback-url", type=_address, default=default)


def _add_times(parser: argparse.ArgumentParser) -> None:
    payments = {"slow": 2.0, "stall": 30.0, "late": 900.0, "action": 300.0}
    parcels = {"dispatch": 3.0, "delivery": 6.0}
    orders = {"answer": 3.0, "supply": 6.0}
    for name, default in (payments | parcels | orders).items():
        parser.add_argument(f"--{name}-seconds", type=_seconds, default=default)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 (any free) to 65535: {text!r}")
    return int(text)


def _address(text: str) -> str | None:
    if not text:
        return None
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname:
        raise argparse.ArgumentTypeError(f"a URL starts with http:// or https://: {text!r}")
    return text


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"seconds must be a number from zero up: {text!r}")
    return seconds
