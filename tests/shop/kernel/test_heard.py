import pytest

from shop.events.catalog import ProductWithdrawn
from shop.kernel.bus import Heard, during, heard_event_id, heard_now, publish
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from shop.kernel.outbox.unit_of_work import unit_of_work

happens = unit_of_work(publish)


def test_outside_of_handlers_nothing_is_heard():
    with pytest.raises(LookupError, match="No event is being handled"):
        heard_now()


def test_a_handler_knows_when_its_event_happened_and_what_caused_it(db):
    listening: list[Heard] = []

    @during(ProductWithdrawn)
    def listen(event: ProductWithdrawn) -> None:
        if event.skus == ("TEST-HEARD",):
            listening.append(heard_now())
            assert heard_event_id() == listening[-1].event_id
            if len(listening) == 1:
                publish(ProductWithdrawn(product_id=event.product_id, skus=event.skus))

    happens(ProductWithdrawn(product_id=new_id(), skus=("TEST-HEARD",)))

    stored = OutboxEvent.objects.order_by("id")
    first, second = listening
    assert [row.event_id for row in stored] == [first.event_id, second.event_id]
    assert [row.occurred_at for row in stored] == [first.occurred_at, second.occurred_at]
    assert (first.caused_by, second.caused_by) == (None, first.event_id)
