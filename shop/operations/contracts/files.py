"""The contracts as files of `docs/reference`, derived from the code."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from shop.events.registry import event_types
from shop.operations.contracts.asyncapi import asyncapi_document
from shop.operations.contracts.compatibility import Schema, broken_promises, unread_types
from shop.operations.contracts.page import events_page
from shop.operations.contracts.schemas import schema_of

SCHEMAS = "schemas"


def contract_files() -> Mapping[str, bytes]:
    """What every file has to hold, by its path below the folder."""
    return {
        "asyncapi.json": _json(asyncapi_document()),
        "events.md": events_page().encode(),
        **{
            f"{SCHEMAS}/{name}.json": _json(schema_of(event_type))
            for name, event_type in event_types().items()
        },
    }


def outdated_files(folder: Path) -> list[str]:
    """The files that are missing or hold something else, by path."""
    return sorted(
        name
        for name, content in contract_files().items()
        if not (folder / name).exists() or (folder / name).read_bytes() != content
    )


def write_files(folder: Path) -> None:
    """Writes all files. Schemas of versions that are no longer published stay as they are."""
    (folder / SCHEMAS).mkdir(parents=True, exist_ok=True)
    for name, content in contract_files().items():
        (folder / name).write_bytes(content)


def broken_contracts(folder: Path) -> Iterator[str]:
    """What the code of today breaks of all that was ever published, a sentence each."""
    published = _published(folder)
    yield from unread_types(published)
    for name, event_type in event_types().items():
        if name in published:
            yield from broken_promises(published[name], schema_of(event_type))


def _published(folder: Path) -> Mapping[str, Schema]:
    files = sorted((folder / SCHEMAS).glob("*.json"))
    return {path.stem: msgspec.json.decode(path.read_bytes()) for path in files}


def _json(content: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"
