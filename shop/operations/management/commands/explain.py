"""`manage.py explain order NUMBER`, `manage.py explain stock SKU [--at MOMENT]`."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from shop.kernel.arguments import moment
from shop.kernel.errors import NotFound
from shop.operations.explaining import Explanation, explain_order, explain_stock


class Command(BaseCommand):
    help = "Says why an order or the stock of a SKU is as it is. Exit code 1 if there is no such."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["order", "stock"])
        parser.add_argument("name", help="the number of the order, or the SKU")
        parser.add_argument(
            "--at", type=moment, help="also where the units were then, like 2026-11-28T10:00Z"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            explained = _explained(options["kind"], options["name"], options["at"])
        except NotFound as unknown:
            raise CommandError(unknown.sentence, returncode=1) from unknown
        self.stdout.write(_as_json(explained) if options["json"] else _as_text(explained))


def _explained(kind: str, name: str, at: datetime | None) -> Explanation:
    if kind == "stock":
        return explain_stock(name, at=at)
    if at is not None:
        raise CommandError("--at goes with stock: an order is explained from its beginning on.")
    return explain_order(name)


def _as_json(explained: Explanation) -> str:
    return msgspec.json.encode(explained).decode()


def _as_text(explained: Explanation) -> str:
    lines = [f"{explained.subject}: {explained.answer}"]
    for chapter in explained.chapters:
        lines += ["", chapter.title, *(f"  {line}" for line in chapter.lines or ("nothing",))]
    return "\n".join(lines)
