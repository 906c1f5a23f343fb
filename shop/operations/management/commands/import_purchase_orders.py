"""manage.py import_purchase_orders FILE: propose the purchase orders of a file."""

from collections.abc import Iterable
from typing import Any

from shop.kernel.arguments import operator
from shop.kernel.context import acting_as
from shop.kernel.file_commands import ImportCommand, Tell
from shop.operations.supplier_files import OrdersTally, take_purchase_orders


class Command(ImportCommand):
    help = (
        "Proposes the purchase orders of a CSV file: Number, Supplier, Warehouse, SKU, Quantity,"
        " Unit cost; rows of one order stand together. An order whose number is known stays as it"
        " is; one bad row leaves its whole order out."
    )

    def take(self, lines: Iterable[str], tell: Tell, options: dict[str, Any]) -> OrdersTally:
        keeps = "nothing" if options["dry_run"] else "everything"
        with acting_as(operator()):
            return take_purchase_orders(lines, tell=tell, keeps=keeps)

    def summed_up(self, tally: OrdersTally, *, is_rehearsal: bool) -> str:
        verb = "would be" if is_rehearsal else "are"
        return (
            f"{tally.new} purchase orders {verb} proposed, {tally.known} were known,"
            f" {tally.left_out} left out. {tally.errors} errors."
        )
