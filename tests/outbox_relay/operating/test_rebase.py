"""A dump restored into a younger cluster: nothing is lost, nothing is handled twice."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError
from django.db import connection

from config.environment import database
from outbox_relay.process import UnsafeDatabase, refuse_unsafe_database
from outbox_relay.ticks import make_tick, newest_tick
from shop import engines
from shop.engines.binaries import postgres_install
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.outbox_relay.arrange import (
    a_tick,
    address_of_database,
    durable,
    emit,
    emit_in,
    real_commits,
    step_until_idle,
    withdrawn,
)

pytestmark = real_commits

CONSUMERS = ("ledger", "books", "news", "late")
_AGE = """
DO $$ BEGIN
    FOR _ IN 1 .. 8000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP;
END $$
"""


def postgres(program, *words):
    subprocess.run(  # noqa: S603
        [postgres_install() / "bin" / program, *words], check=True, capture_output=True
    )


@contextmanager
def connected_to(address) -> Iterator[None]:
    """This thread works on the other database for a while."""
    own = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(database(address))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(own)


@pytest.fixture(scope="module")
def young_cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("young")
    yield engines.start_postgres(folder)
    engines.stop(folder)


@pytest.fixture
def all_hear(hear, effects):
    for name in CONSUMERS:
        hear(name, lambda event, name=name: effects.note(name, event))


@pytest.fixture
def restored(young_cluster, product, all_hear, open_session, tmp_path):
    """A history whose consumers stand here and there, restored into the young cluster."""
    with connection.cursor() as cursor:
        cursor.execute(_AGE)
    slow, never = open_session(), open_session()
    for name in CONSUMERS:
        durable(name)
    emit(*[withdrawn(product, f"{n}") for n in range(3)])
    emit_in(slow, withdrawn(new_id(), "slow"))
    emit_in(never, withdrawn(new_id(), "never"))
    step_until_idle(durable("books"))
    emit(*[withdrawn(product, f"{n}") for n in range(3, 6)])
    ledger = durable("ledger", page_size=2)
    for _ in range(2):
        ledger.step(newest_tick())
    slow.commit()
    step_until_idle(durable("news"))
    make_tick()
    emit(*[withdrawn(product, f"{n}") for n in range(6, 8)])
    postgres(
        "pg_dump", f"--dbname={address_of_database()}", "--format=custom", "--no-comments",
        f"--file={tmp_path / 'dump'}",
    )  # fmt: skip
    postgres(
        "pg_restore", f"--dbname={young_cluster}", "--single-transaction", "--no-owner",
        tmp_path / "dump",
    )  # fmt: skip
    with connected_to(young_cluster):
        yield


def test_every_consumer_goes_on_exactly_where_it_stood(restored, product, effects, outbox):
    before = {name: effects.of(name) for name in CONSUMERS}
    with pytest.raises(UnsafeDatabase, match="outbox rebase"):
        refuse_unsafe_database()
    emit(withdrawn(product, "8"), withdrawn(new_id(), "by a shop that was quick"))

    said = outbox("rebase")
    refuse_unsafe_database()
    emit(withdrawn(product, "9"))
    for name in CONSUMERS:
        step_until_idle(durable(name))

    assert {name: len(labels) for name, labels in before.items()} == {
        "ledger": 4, "books": 3, "news": 7, "late": 0,
    }  # fmt: skip
    assert "9 restored events" in said
    for name in CONSUMERS:
        heard = effects.of(name)
        assert [label for label in heard if label.isdigit()] == list("0123456789")
        assert sorted(heard)[10:] == ["by a shop that was quick", "slow"]


def test_an_outbox_at_home_is_not_rebased(product, outbox):
    a_tick()
    emit(withdrawn(product, "1"))
    make_tick()

    refuse_unsafe_database()
    with pytest.raises(CommandError, match="Nothing is to be done"):
        outbox("rebase")

    assert OutboxEvent.objects.count() == 1
