"""Orders that somebody looks at are pinned to the board in Redis; nothing depends on it."""

import json
from fnmatch import fnmatchcase

import pytest
import redis
from django.conf import settings as shop_settings

from apps.orders.services import stop_order
from shop.events.orders import OrderCancelled
from shop.kernel.bus import handlers_of
from shop.storefront import noticeboard
from shop.storefront.live_addresses import CHANNELS, channel_of, notice_of
from shop.storefront.tracking import announce_if_followed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board():
    with redis.Redis.from_url(shop_settings.REDIS_URL, decode_responses=True) as client:
        yield client


def headline_on(board, order) -> str:
    return json.loads(board.hget(notice_of(order.id), "state"))["headline"]


def listen(subscription, order) -> None:
    """To what is told of this order: all who use a Redis hear the same channels."""
    subscription.subscribe(channel_of(order.id))
    assert subscription.get_message(timeout=60)["type"] == "subscribe"


def test_opening_the_page_pins_the_state_for_a_day(client, bought, board):
    board.delete(notice_of(bought.id))

    client.get(f"/orders/{bought.number}")

    assert headline_on(board, bought) == "Waiting for your payment"
    assert 86_000 < board.ttl(notice_of(bought.id)) <= 86_400


def test_a_change_is_pinned_and_published_once_it_is_delivered(client, bought, board, deliver):
    client.get(f"/orders/{bought.number}")
    with board.pubsub() as subscription:
        listen(subscription, bought)

        stop_order(order_id=bought.id)
        deliver("storefront")

        message = subscription.get_message(timeout=60)
    assert fnmatchcase(message["channel"], CHANNELS)
    assert json.loads(message["data"])["headline"] == "This order was cancelled"
    assert headline_on(board, bought) == "This order was cancelled"


def test_what_nobody_looks_at_is_not_even_read(bought, board, django_assert_num_queries):
    board.delete(notice_of(bought.id))

    with django_assert_num_queries(0):
        announce_if_followed(bought.id)

    assert not board.exists(notice_of(bought.id))


def test_the_same_state_again_is_no_news(client, bought, board):
    client.get(f"/orders/{bought.number}")
    with board.pubsub() as subscription:
        listen(subscription, bought)

        announce_if_followed(bought.id)

        assert subscription.get_message(timeout=0.2) is None


def test_who_read_earlier_does_not_overwrite_who_read_later(client, bought, board):
    client.get(f"/orders/{bought.number}")
    board.hset(notice_of(bought.id), mapping={"read_at": 10**16, "state": '{"headline": "Later"}'})

    announce_if_followed(bought.id)

    assert headline_on(board, bought) == "Later"


def test_without_redis_pages_and_handlers_go_on_and_the_loss_is_counted(
    client, bought, settings, deliver
):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    lost = noticeboard.notices_lost._value.get()

    page = client.get(f"/orders/{bought.number}")
    stop_order(order_id=bought.id)
    deliver("storefront")

    assert page.status_code == 200
    assert client.get(f"/orders/{bought.number}/state").json()["headline"] == (
        "This order was cancelled"
    )
    assert noticeboard.notices_lost._value.get() > lost


def test_the_storefront_is_a_consumer_of_its_own():
    (handler,) = handlers_of("storefront", OrderCancelled)

    assert handler.batch > 1
