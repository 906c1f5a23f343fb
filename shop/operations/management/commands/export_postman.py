import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.generators import SchemaGenerator

from shop.operations.postman import postman_collection


class Command(BaseCommand):
    """Writes the API as a Postman collection; `-` writes to standard output."""

    help = "Writes a Postman collection of the whole API, made from its OpenAPI document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="where to write it, or - for standard output")

    def handle(self, *, file: str, **_: Any) -> None:
        document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        collection = postman_collection(document, base_url=settings.SHOP_URL.rstrip("/"))
        text = msgspec.json.format(msgspec.json.encode(collection), indent=2) + b"\n"
        if file == "-":
            sys.stdout.buffer.write(text)
            return
        try:
            Path(file).write_bytes(text)
        except OSError as trouble:
            raise CommandError(f"{file} cannot be written: {trouble.strerror}.") from trouble
        self.stdout.write(f"{file} is ready to be imported into Postman.")
