"""`batch=n`: a run of events in one transaction, and one by one if that fails."""

import pytest
from django.db import connection

from outbox_relay.batches import batches
from outbox_relay.stored import COLUMNS, StoredEvent
from shop.events.catalog import ProductPublished, ProductWithdrawn
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedKey
from tests.outbox_relay.arrange import durable, emit, real_commits, step_until_idle, withdrawn

pytestmark = real_commits


@pytest.fixture
def sick():
    return set()


@pytest.fixture
def board(hear, effects, sick):
    """A projection that takes four events at a time."""

    def note_unless_sick(event):
        effects.note("board", event)
        if event.skus[0] in sick:
            raise ValueError

    hear("board", note_unless_sick, batch=4)
    return durable("board")


def test_a_run_of_events_shares_a_transaction(board, effects):
    emit(*[withdrawn(new_id(), f"{number}") for number in range(10)])

    step_until_idle(board)

    assert effects.of("board") == [f"{number}" for number in range(10)]
    assert effects.transactions("board") == [4, 4, 2]


def test_a_failed_batch_is_done_one_by_one_and_only_the_sick_event_is_parked(
    board, effects, sick, product
):
    sick.add("2")
    emit(*[withdrawn(new_id(), f"{number}") for number in range(2)])
    emit(withdrawn(product, "2"), *[withdrawn(new_id(), f"{number}") for number in range(3, 8)])

    step_until_idle(board)

    assert effects.of("board") == ["0", "1", "3", "4", "5", "6", "7"]
    assert effects.transactions("board") == [1, 1, 1, 4]
    assert OutboxParkedKey.objects.get().key == f"product:{product}"


def test_an_event_of_a_parked_aggregate_waits_even_inside_a_batch(board, effects, sick, product):
    sick.add("sick")
    emit(withdrawn(product, "sick"))
    step_until_idle(board)

    emit(withdrawn(new_id(), "a"), withdrawn(product, "behind"), withdrawn(new_id(), "b"))
    step_until_idle(board)

    assert effects.of("board") == ["a", "b"]


def test_a_run_is_never_longer_than_its_most_careful_event_allows(hear, product):
    hear("board", print, batch=3)
    hear("board", print, event_type=ProductPublished, batch=1)
    careful = ProductPublished(product_id=product, title="", variants=())
    easy = withdrawn(product, "")
    emit(easy, easy, careful, easy, easy, easy, easy)

    found = [
        [event.type.split(".")[2] for event in run] for run in batches(stored_events(), "board")
    ]

    one, other = ProductWithdrawn.__name__, ProductPublished.__name__
    assert found == [[one, one], [other], [one, one, one], [one]]


def stored_events():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM outbox_event ORDER BY id")  # noqa: S608
        return [StoredEvent(*row) for row in cursor.fetchall()]
