"""What is kept for everybody is never older than a second, and never needed."""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest
import redis
from django.conf import settings as configured
from django.db import transaction

from shop.kernel.cache import Rendered, Source, board, keeping, kept, outdate
from shop.kernel.cache.board import key_of

pytestmark = pytest.mark.django_db

SHIPPED_MS = keeping.FRESH_MS


@pytest.fixture(autouse=True)
def _cache(settings, monkeypatch) -> Iterator[None]:
    settings.SHARED_CACHE = True
    # However slow the machine is, a test takes no second.
    monkeypatch.setattr(keeping, "FRESH_MS", 60_000)
    board.forget_failures()
    yield
    board.forget_failures()


class Shelf:
    """Something that changes, with its edition, and a count of how often it was looked at."""

    def __init__(self) -> None:
        self.text, self.edition, self.asked, self.made = "old", "1", 0, 0
        self.source = Source(key=str(uuid4()), tags=[f"tag-{uuid4()}"], edition=self._edition)

    def change(self, text: str) -> None:
        self.text, self.edition = text, self.edition + "1"

    def read(self) -> str:
        found = kept(self.source, self._made)
        return found.body.decode() if found else "nothing"

    def _edition(self) -> str:
        self.asked += 1
        return self.edition

    def _made(self) -> Rendered:
        self.made += 1
        return Rendered.of(self.text.encode(), "text/plain")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def expire_seal(shelf: Shelf) -> None:
    """As if a second had gone by."""
    client = redis.Redis.from_url(configured.REDIS_URL)
    for key in client.scan_iter(key_of("answer", "*:seal")):
        client.delete(key)
    client.close()


def forget_answers(client: redis.Redis) -> None:
    for key in client.scan_iter(key_of("answer", "*")):
        client.delete(key)


def test_an_answer_is_made_once_within_a_second(shelf):
    answers = [shelf.read() for _ in range(5)]

    assert answers == ["old"] * 5
    assert (shelf.made, shelf.asked) == (1, 1)


def test_after_a_second_the_database_is_asked_whether_anything_changed(shelf):
    shelf.read()
    expire_seal(shelf)

    assert shelf.read() == "old"
    assert (shelf.made, shelf.asked) == (1, 2)

    shelf.change("new")
    expire_seal(shelf)

    assert shelf.read() == "new"


def test_redis_itself_lets_go_of_the_seal_within_a_second_of_the_reading(shelf, monkeypatch):
    monkeypatch.setattr(keeping, "FRESH_MS", SHIPPED_MS)
    client = redis.Redis.from_url(configured.REDIS_URL)
    forget_answers(client)

    shelf.read()
    left = [client.pttl(key) for key in client.scan_iter(key_of("answer", "*:seal"))]
    client.close()

    assert SHIPPED_MS < 1000
    assert all(milliseconds <= SHIPPED_MS for milliseconds in left)


def test_the_age_counts_from_before_the_database_was_read(shelf, monkeypatch):
    moments = iter([100.0, 161.0, 200.0, 261.0])
    monkeypatch.setattr(keeping, "time", SimpleNamespace(monotonic=lambda: next(moments)))

    shelf.read()
    shelf.read()

    assert shelf.asked == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_at_once_when_its_tag_is_outdated(shelf):
    shelf.read()

    with transaction.atomic():
        shelf.change("new")
        outdate(shelf.source.tags)

    assert shelf.read() == "new"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_outdates_nothing(shelf):
    shelf.read()

    with transaction.atomic():
        outdate(shelf.source.tags)
        transaction.set_rollback(True)

    shelf.read()
    assert shelf.asked == 1


@pytest.mark.django_db(transaction=True)
def test_who_read_before_a_change_seals_nothing_after_it(shelf):
    late = Source(key=shelf.source.key, tags=shelf.source.tags, edition=lambda: "1")

    def slow() -> Rendered:
        shelf.change("new")
        outdate(shelf.source.tags)
        return Rendered.of(b"old", "text/plain")

    kept(late, slow)

    assert shelf.read() == "new"


def test_what_cannot_be_shown_is_not_kept(shelf):
    assert kept(shelf.source, lambda: None) is None
    assert shelf.read() == "old"


def test_without_redis_everything_is_made_anew_and_counted(shelf, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    before = board.cache_unreachable._value.get()

    answers = [shelf.read() for _ in range(3)]

    assert answers == ["old"] * 3
    assert shelf.made == 3
    assert board.cache_unreachable._value.get() > before


def test_without_redis_a_change_is_committed_all_the_same(shelf, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    outdate(shelf.source.tags)

    assert shelf.read() == "old"


def test_a_kept_answer_of_another_version_of_the_shop_is_no_answer(shelf):
    client = redis.Redis.from_url(configured.REDIS_URL)
    shelf.read()
    for key in client.scan_iter(key_of("answer", "*")):
        if not key.endswith(b":seal"):
            client.set(key, b"garbage", ex=5)
    client.close()

    assert shelf.read() == "old"
    assert shelf.made == 2
