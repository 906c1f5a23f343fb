"""Reads back what a FileSink wrote."""

import json
from pathlib import Path
from typing import Any


def lines_of(folder: Path, *, topic: str = "product-events") -> list[dict[str, Any]]:
    """The whole lines of a topic's file; none if there is no file yet."""
    path = folder / f"{topic}.jsonl"
    content = path.read_bytes() if path.exists() else b""
    return [json.loads(line) for line in content.splitlines(keepends=True) if line[-1:] == b"\n"]


def seqs_of(folder: Path, *, topic: str = "product-events") -> list[int]:
    """The place of every line in the history of its aggregate."""
    return [int(line["headers"]["ce_aggregateseq"]) for line in lines_of(folder, topic=topic)]
