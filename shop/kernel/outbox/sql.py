"""The statement that writes events. Nothing else inserts into the outbox."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import connection

from shop.kernel.outbox.envelope import Envelope

Value = str | int | UUID | datetime | None
_ONE_CALL = f"outbox_emit({', '.join(['%s'] * len(fields(Envelope)))})"


def write_envelopes(envelopes: Sequence[Envelope]) -> None:
    """Writes the envelopes in this order, gapless per aggregate, in one statement."""
    parameters = [value for envelope in envelopes for value in _values(envelope)]
    with connection.cursor() as cursor:
        cursor.execute(_calls(len(envelopes)), parameters)


@cache
def _calls(count: int) -> str:
    return f"SELECT {', '.join([_ONE_CALL] * count)}"


def _values(envelope: Envelope) -> tuple[Value, ...]:
    return tuple(getattr(envelope, field.name) for field in fields(envelope))
