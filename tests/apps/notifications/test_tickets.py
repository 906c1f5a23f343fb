"""What whoever bought tickets is told."""

from dataclasses import replace

import pytest

from apps.notifications.rules import news_in, sample_facts, worded
from apps.notifications.rules.kinds import MessageKind
from shop.events.orders import OrderConfirmed, OrderDelivered
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS

ITEMS = sample_facts(MessageKind.ORDER_CONFIRMED)["items"]
MUGS, SEATS = ITEMS
CONFIRMED = OrderConfirmed(
    order_id=new_id(),
    number="7KQ2M-9XBDT",
    customer_id=new_id(),
    items=ITEMS,
    total=MUGS.unit_price,
    delivery_address=ADDRESS,
)
DELIVERED = OrderDelivered(order_id=new_id(), number="7KQ2M-9XBDT", customer_id=new_id())


def letter(language, *items):
    news = news_in(replace(CONFIRMED, items=items))
    facts = {"number": news.order_number, **news.facts}
    return worded(news.kind, name="Ada", locale=language, facts=facts).body


@pytest.mark.parametrize(("language", "parcel"), [("en", "parcel"), ("de", "Paket")])
def test_the_letter_speaks_of_a_parcel_or_leads_to_the_tickets_or_both(language, parcel):
    goods, tickets = letter(language, MUGS), letter(language, SEATS)
    both = letter(language, MUGS, SEATS)

    assert parcel in goods
    assert "/tickets" not in goods
    assert parcel not in tickets
    assert "/orders/7KQ2M-9XBDT/tickets" in tickets
    assert "B4, B5" in tickets
    assert parcel in both
    assert "/tickets" in both


def test_nobody_is_told_that_a_courier_brought_tickets():
    assert news_in(DELIVERED) is not None
    assert news_in(replace(DELIVERED, by_parcel=False)) is None
