"""`manage.py rehearse_promotion`: what would it have taken off the orders of the last days?"""

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from apps.orders.queries import MOST_ORDERS, Rehearsal, RehearsedCurrency, rehearsed
from shop.kernel.errors import DomainError


class Command(BaseCommand):
    help = (
        "Tries a promotion, valid or not, on what was bought in the last days: how many orders"
        " would have cost less, how much in all, and which ones most. Nothing is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("promotion", type=int, help="its number, as its page in the admin has")
        parser.add_argument("--days", type=int, default=30)
        parser.add_argument(
            "--orders", type=int, default=MOST_ORDERS, help="look at the latest so many at most"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = rehearsed(options["promotion"], days=options["days"], at_most=options["orders"])
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(msgspec.json.encode(found).decode() if options["json"] else _text(found))


def _text(found: Rehearsal) -> str:
    seen = "all" if found.has_seen_all else "the latest"
    lines = [f"{found.promotion}: {seen} {found.looked_at} orders since {found.since:%Y-%m-%d}."]
    for currency in found.currencies:
        lines += _of_currency(currency)
    return "\n".join(lines if found.currencies else [*lines, "None would have cost less."])


def _of_currency(found: RehearsedCurrency) -> list[str]:
    taken = found.taken
    sums = f"{found.orders} would have cost {taken.amount} {taken.currency} less in all, most:"
    return [
        sums,
        *(
            f"  {it.number} of {it.placed_at:%Y-%m-%d}: {it.taken.amount} of {it.total.amount}"
            for it in found.largest
        ),
    ]
