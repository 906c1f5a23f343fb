"""Commands that take a file in, or write one."""

import json
import sys
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding
from shop.kernel.text_files import UNREADABLE, opened, write_whole

Tell = Callable[[Finding], None]


class ImportCommand(BaseCommand, ABC):
    """Takes a file in, or rehearses that; tells what is wrong with it, and sums up."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen, and change nothing"
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line; the last one sums up"
        )

    @abstractmethod
    def take(self, lines: Iterable[str], tell: Tell, options: dict[str, Any]) -> Any:
        """What the file has brought, as a dataclass. Raises InvalidInput if it is no such file."""

    @abstractmethod
    def summed_up(self, tally: Any, *, is_rehearsal: bool) -> str:
        """What the file has brought, or would, in a sentence."""

    def handle(self, *args: Any, **options: Any) -> None:
        show = self._as_json if options["json"] else self._as_text
        try:
            with opened(options["file"]) as lines:
                tally = self.take(lines, show, options)
        except InvalidInput as refusal:
            raise CommandError(refusal.sentence) from refusal
        except UNREADABLE as failure:
            raise CommandError(
                f"{options['file']} cannot be read to its end: {failure}."
                " What came before is kept; import the whole file again."
            ) from failure
        summary = self.summed_up(tally, is_rehearsal=options["dry_run"])
        self.stdout.write(json.dumps(asdict(tally)) if options["json"] else summary)

    def _as_text(self, finding: Finding) -> None:
        self.stdout.write(str(finding))

    def _as_json(self, finding: Finding) -> None:
        self.stdout.write(json.dumps(asdict(finding), ensure_ascii=False))


class ExportCommand(BaseCommand, ABC):
    """Writes a file, whole or not at all, or to the standard output."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="where to, or - for the standard output")

    @abstractmethod
    def write(self, file: TextIO) -> None:
        """Writes all of it."""

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] == "-":
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            self.write(sys.stdout)
            return
        path = Path(options["file"])
        try:
            write_whole(path, self.write)
        except OSError as failure:
            raise CommandError(f"{path} cannot be written: {failure.strerror}.") from failure
