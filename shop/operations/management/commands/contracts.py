"""`manage.py contracts`: the events as AsyncAPI document, JSON Schemas and reference page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop.operations.contracts import broken_contracts, outdated_files, write_files


class Command(BaseCommand):
    help = (
        "Writes docs/reference/asyncapi.json, events.md and schemas/ from the event classes and"
        " their handlers. Refuses what would break readers of published events. Exit code 1 then,"
        " and with --check if a file is outdated."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare, write nothing")
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path("docs/reference"),
            help="where the files are",
        )

    def handle(self, *, check: bool, folder: Path, **_: Any) -> None:
        if broken := list(broken_contracts(folder)):
            raise CommandError("\n".join(broken), returncode=1)
        outdated = outdated_files(folder)
        if check and outdated:
            raise CommandError(
                f"Outdated: {', '.join(outdated)}. `manage.py contracts` writes them anew.",
                returncode=1,
            )
        if not check:
            write_files(folder)
        self.stdout.write(f"{folder} says what the code says.")
