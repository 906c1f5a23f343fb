from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.orders.services import TAX_FILE, load_tax_file, load_tax_policies
from shop.kernel.errors import InvalidInput


class Command(BaseCommand):
    help = (
        "Makes the tax rates of a file valid, from now on; once more changes nothing."
        " The file that comes with the shop brings along how each country takes tax."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=TAX_FILE, help="CSV like the shop's own"
        )

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            changed = load_tax_file(file)
            if file == TAX_FILE:
                load_tax_policies()
        except (InvalidInput, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{changed} tax rules say something new.")
