"""`manage.py doctor`: what is missing around the shop, and how to mend it."""

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from shop.operations.doctor import Diagnosis, Gravity, diagnosed


class Command(BaseCommand):
    help = (
        "Looks for missing processes, settings, partitions and topics, and says how to mend what it"
        " finds. Exit code 1 if the shop is ill; what is merely frail does not count."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        diagnosis = diagnosed()
        self.stdout.write(_as_json(diagnosis) if options["json"] else _as_text(diagnosis))
        if not diagnosis.is_well:
            raise CommandError("The shop is ill: see above.", returncode=1)


def _as_json(diagnosis: Diagnosis) -> str:
    groups = {gravity.value: diagnosis.of(gravity) for gravity in Gravity}
    return msgspec.json.encode({"well": diagnosis.is_well, **groups}).decode()


def _as_text(diagnosis: Diagnosis) -> str:
    lines = [
        f"{ailment.gravity:5} {ailment.part}: {ailment.sentence}\n      {ailment.remedy}"
        for ailment in diagnosis.ailments
    ]
    lines.append("well" if diagnosis.is_well else f"{len(diagnosis.of(Gravity.ILL))} to mend")
    return "\n".join(lines)
