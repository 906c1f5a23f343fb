"""What the verbs of `manage.py outbox` are told, and how it is read."""

from argparse import ArgumentParser
from datetime import datetime

from outbox_relay.operating.starting import BEGINNING, NOW
from shop.kernel.arguments import moment, operator


def consumer(parser: ArgumentParser) -> None:
    parser.add_argument("consumer", help="its name, as `outbox status` shows it")


def consumer_and_key(parser: ArgumentParser) -> None:
    consumer(parser)
    parser.add_argument("key", help="the aggregate, like order:<id>")


def consumer_key_and_reason(parser: ArgumentParser) -> None:
    consumer_and_key(parser)
    _reason(parser)


def of_retire(parser: ArgumentParser) -> None:
    consumer(parser)
    parser.add_argument("--reason", default="the consumer was retired")
    parser.add_argument("--by", default=operator(), help="who does it")
    parser.add_argument("--force", action="store_true", help="although the code still has it")


def of_rename(parser: ArgumentParser) -> None:
    parser.add_argument("old")
    parser.add_argument("new")


def of_topics(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="make nothing")


def of_start(parser: ArgumentParser) -> None:
    consumer(parser)
    parser.add_argument(
        "--at", required=True, type=_beginning, help=f"{BEGINNING}, {NOW}, or a time with its zone"
    )


def of_replay(parser: ArgumentParser) -> None:
    consumer(parser)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--event", help="the id of one event (ce_id)")
    chosen.add_argument("--key", default="", help="an aggregate, like order:<id>")
    chosen.add_argument("--since", type=moment, help="from this time on, like 2026-11-28T10:00Z")
    chosen.add_argument("--all", action="store_true", help="everything that is kept")
    parser.add_argument("--until", type=moment, help="only what was written before this time")
    parser.add_argument("--after", type=int, default=0, help="go on after this id")
    parser.add_argument("--rate", type=int, default=100, help="events a second at most")
    parser.add_argument("--dry-run", action="store_true", help="only count, by type")
    parser.add_argument(
        "--to-the-topics-again", action="store_true", help="needed for many events of a topic"
    )


def nothing(_: ArgumentParser) -> None:
    """The verb needs no words."""


def _beginning(words: str) -> str | datetime:
    return words if words in {BEGINNING, NOW} else moment(words)


def _reason(parser: ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, help="why; it is kept")
    parser.add_argument("--by", default=operator(), help="who does it")
