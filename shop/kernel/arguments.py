"""What commands are told in more than one place, and how it is read."""

import getpass
import os
from argparse import ArgumentTypeError
from datetime import datetime


def operator() -> str:
    """Who works at this terminal; a container may have no name for its user."""
    try:
        return f"operator:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"operator:{os.getuid()}"


def moment(words: str) -> datetime:
    """A time that says its zone. Raises ArgumentTypeError."""
    try:
        told = datetime.fromisoformat(words)
    except ValueError as error:
        raise ArgumentTypeError(f"{words!r} is no time like 2026-11-28T10:00Z") from error
    if told.tzinfo is None:
        raise ArgumentTypeError(f"{words!r} needs a zone, like 2026-11-28T10:00Z")
    return told
