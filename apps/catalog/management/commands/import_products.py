"""manage.py import_products FILE: take in a product file of Shopify."""

from collections.abc import Iterable
from typing import Any

from apps.catalog.services import import_products, rehearse_import
from apps.catalog.services.imports import Tally
from shop.kernel.file_commands import ImportCommand, Tell


class Command(ImportCommand):
    help = (
        "Takes in a product file as Shopify exports it (.csv or .csv.gz). What is wrong with a row"
        " is told with its line; everything else is kept. The same file again changes nothing."
    )

    def take(self, lines: Iterable[str], tell: Tell, options: dict[str, Any]) -> Tally:
        take = rehearse_import if options["dry_run"] else import_products
        return take(lines, tell=tell)

    def summed_up(self, tally: Tally, *, is_rehearsal: bool) -> str:
        verb = "would be" if is_rehearsal else "were"
        return (
            f"{tally.products_created} products {verb} created, {tally.products_changed} changed,"
            f" {tally.products_unchanged} left as they are;"
            f" {tally.variants_created} variants and {tally.images_created} images are new."
            f" {tally.errors} errors, {tally.notes} notes."
        )
