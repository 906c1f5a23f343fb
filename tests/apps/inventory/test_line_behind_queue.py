"""Who has ordered comes before who only waits for a chance to order; what is offered is kept."""

import pytest
from django.db import transaction

from apps.inventory.models import EntryState, Terms, WaitingListEntry
from apps.inventory.services import (
    fill_backorders,
    join_waiting_list,
    offer_units_left_free,
    receive_stock,
)
from shop.kernel.identity import new_id
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait, line
from tests.apps.inventory.story import place_order
from tests.together import in_a_thread

ADA = new_id()


def come(units):
    receive_stock(sku="TEA", warehouse="MAIN", quantity=units)


def states():
    return list(WaitingListEntry.objects.values_list("state", flat=True))


@pytest.fixture
def full_queue():
    """One unit may be waited for, and is, by this order; Ada would like one, too."""
    let_wait(limit=1)
    order_id = place_order(("TEA", 1))
    join_waiting_list(sku="TEA", customer_id=ADA)
    return order_id


@pytest.mark.django_db
def test_units_go_to_the_queue_first_and_then_to_the_line(full_queue):
    come(1)
    assert (held(full_queue), states()) == ({"TEA": 1}, [EntryState.WAITING])

    come(1)
    assert states() == [EntryState.OFFERED]
    assert_queues_add_up()


@pytest.mark.django_db(transaction=True)
def test_what_had_to_be_left_for_the_queue_is_offered_to_nobody(full_queue):
    with transaction.atomic():
        Terms.objects.select_for_update().get(sku="TEA")
        in_a_thread(lambda: come(1)).result(timeout=30)

    assert offer_units_left_free() == 0
    assert fill_backorders() == 1
    assert (held(full_queue), states()) == ({"TEA": 1}, [EntryState.WAITING])


@pytest.mark.django_db
def test_what_is_held_for_the_first_in_line_is_theirs_whoever_waits_for_the_next_units(full_queue):
    come(2)
    other = place_order(("TEA", 1))
    assert (line(), states()) == ([(other, 1)], [EntryState.OFFERED])

    order_id = place_order(("TEA", 1), customer_id=ADA)

    assert (held(order_id), line()) == ({"TEA": 1}, [(other, 1)])
    assert states() == [EntryState.BOUGHT]
    assert_queues_add_up()
