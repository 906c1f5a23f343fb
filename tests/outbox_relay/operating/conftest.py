"""An operator at a terminal, and a consumer whose handler fails when a test wants it to."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from outbox_relay.management.commands.outbox import Command
from tests.outbox_relay.arrange import durable


@pytest.fixture
def outbox() -> Callable[..., str]:
    """`outbox("skip", "ledger", key)`: what `manage.py outbox` prints. Raises CommandError."""

    def run(*words: object) -> str:
        printed = StringIO()
        call_command(Command(), *[str(word) for word in words], stdout=printed, stderr=StringIO())
        return printed.getvalue()

    return run


@pytest.fixture
def sick():
    """Labels of events that the ledger cannot handle."""
    return set()


@pytest.fixture
def ledger(hear, effects, sick):
    """`ledger()`: a relay takes the consumer, from where it stands."""

    def note_unless_sick(event):
        effects.note("ledger", event)
        if event.skus[0] in sick:
            raise ValueError

    hear("ledger", note_unless_sick)
    return lambda: durable("ledger")
