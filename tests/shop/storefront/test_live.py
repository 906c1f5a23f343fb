"""The process `live`, as a browser meets it."""

import threading
from uuid import UUID

import httpx
import pytest
import redis
from django.conf import settings

from shop import engines
from shop.storefront.live_addresses import channel_of, notice_of, signature_of
from tests.shop.storefront.live_process import listening, running_live

ORDER = UUID("01940000-0000-7000-8000-000000000001")


@pytest.fixture(scope="module")
def live():
    with running_live(REDIS_URL=settings.REDIS_URL, SHOP_URL="http://shop.example") as address:
        yield address


@pytest.fixture
def board():
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client
        client.delete(notice_of(ORDER))


def place_of(live: str, *, key: str | None = None) -> str:
    signature = signature_of(str(ORDER)) if key is None else key
    return f"{live}/live/orders/{ORDER}?key={signature}"


def test_it_says_that_it_is_well(live):
    assert httpx.get(f"{live}/healthz", trust_env=False).text == "ok\n"


@pytest.mark.parametrize("key", ["", "0" * 64, "%00", "☃", "a&key=b&" * 100])
def test_without_the_right_key_nobody_listens(live, key):
    assert httpx.get(place_of(live, key=key), trust_env=False).status_code == 403


@pytest.mark.parametrize("path", ["/", "/live/orders/", "/live/orders/1", "/live/orders/%00"])
def test_anything_else_is_not_there(live, path):
    assert httpx.get(f"{live}{path}", trust_env=False).status_code == 404


def test_it_only_tells(live):
    assert httpx.post(place_of(live), trust_env=False).status_code == 405


def test_whoever_connects_hears_the_whole_state_and_then_every_change(live, board):
    board.hset(notice_of(ORDER), "state", '{"n": 1}')

    with listening(place_of(live)) as listener:
        first = listener.next_event()
        board.publish(channel_of(ORDER), '{"n": 2}')
        second = listener.next_event()

    assert (first, second) == (("state", '{"n": 1}'), ("state", '{"n": 2}'))
    assert listener.response.headers["content-type"].startswith("text/event-stream")
    assert listener.response.headers["access-control-allow-origin"] == "http://shop.example"


def test_an_order_that_nobody_has_pinned_leaves_the_listener_blind_until_somebody_does(live, board):
    with listening(place_of(live)) as listener:
        first = listener.next_event()
        board.publish(channel_of(ORDER), '{"n": 1}')

        assert first[0] == "blind"
        assert listener.next_state() == '{"n": 1}'


def test_everybody_hears_of_his_own_order_only(live, board):
    other = UUID(int=7)
    board.hset(notice_of(ORDER), "state", '{"n": 1}')

    with listening(place_of(live)) as one, listening(place_of(live)) as two:
        assert (one.next_state(), two.next_state()) == ('{"n": 1}', '{"n": 1}')
        board.publish(channel_of(other), '{"n": 99}')
        board.publish(channel_of(ORDER), '{"n": 2}')

        assert (one.next_state(), two.next_state()) == ('{"n": 2}', '{"n": 2}')


def test_who_listens_slowly_hears_the_newest_and_holds_up_nobody(live, board):
    """The slow one's socket is full of large states long before the last one comes."""
    board.hset(notice_of(ORDER), "state", '{"n": 0}')
    filler = "x" * 100_000

    with listening(place_of(live)) as slow, listening(place_of(live)) as quick:
        slow.next_state()
        quick.next_state()
        for number in range(1, 301):
            board.publish(channel_of(ORDER), f'{{"n": {number}, "filler": "{filler}"}}')
            while not quick.next_state().startswith(f'{{"n": {number},'):
                pass
        heard = [slow.next_state()]
        while not heard[-1].startswith('{"n": 300,'):
            heard.append(slow.next_state())

    assert len(heard) < 300


def test_when_redis_goes_and_comes_back_listeners_are_told_both(tmp_path):
    folder = tmp_path / "valkey"
    address = engines.start_valkey(folder)
    with running_live(REDIS_URL=address) as live, listening(place_of(live)) as listener:
        assert listener.next_event()[0] == "blind"

        engines.stop(folder)
        assert listener.next_event()[0] == "blind"

        assert engines.start_valkey(folder) == address
        with redis.Redis.from_url(address) as board:
            board.hset(notice_of(ORDER), "state", '{"n": 1}')
            found = threading.Event()

            def publish_until_heard() -> None:
                while not found.wait(0.2):
                    board.publish(channel_of(ORDER), '{"n": 1}')

            publishing = threading.Thread(target=publish_until_heard)
            publishing.start()
            state = listener.next_state()
            found.set()
            publishing.join()
        assert state == '{"n": 1}'
    engines.stop(folder)
