"""For which day those who wait are promised their units, and how they learn of another one."""

from datetime import date, timedelta

import pytest

from apps.inventory.models import Backorder, Waiting, WhenSoldOut
from apps.inventory.queries import wait_offers
from apps.inventory.rules import Delivery, promised_days
from apps.inventory.services import (
    agree_on_terms,
    announce_stock,
    receive_stock,
    renew_all_promises,
)
from shop.events.inventory import BackorderPromised, BackorderRaised, StockUpdated
from shop.kernel import clock
from tests.apps.inventory.queues import let_wait
from tests.apps.inventory.story import cancel, place_order

TODAY = date(2026, 12, 1)
EARLY, LATE = date(2026, 12, 12), date(2026, 12, 24)


def days(waiting, deliveries=(), *, otherwise=None):
    return list(promised_days(waiting, deliveries, today=TODAY, otherwise=otherwise))


def test_everybody_is_promised_the_day_on_which_all_of_his_units_have_come():
    coming = [Delivery(LATE, 5), Delivery(EARLY, 3)]

    assert days([2, 1, 1, 4, 1], coming) == [EARLY, EARLY, LATE, LATE, None]


def test_two_deliveries_on_one_day_come_together():
    assert days([4, 1], [Delivery(EARLY, 2), Delivery(EARLY, 2)]) == [EARLY, None]


def test_what_is_overdue_promises_nothing():
    assert days([1, 1], [Delivery(TODAY - timedelta(days=1), 9), Delivery(LATE, 1)]) == [LATE, None]


def test_what_comes_today_is_promised_for_today():
    assert days([1], [Delivery(TODAY, 1)]) == [TODAY]


def test_without_a_delivery_the_day_of_the_preorder_is_promised_until_it_has_passed():
    assert days([1], otherwise=LATE) == [LATE]
    assert days([2], [Delivery(EARLY, 1)], otherwise=LATE) == [LATE]
    assert days([1], otherwise=TODAY - timedelta(days=1)) == [None]


def test_nobody_who_waits_is_promised_nothing():
    assert days([], [Delivery(EARLY, 1)]) == []


def in_days(number):
    return clock.now().date() + timedelta(days=number)


def promise(day):
    waiting = Waiting(when_sold_out=WhenSoldOut.PREORDER, available_from=day)
    agree_on_terms(sku="TEA", waiting=waiting)


@pytest.mark.django_db
class TestTellingBuyers:
    def test_the_day_is_told_when_the_order_is_placed(self, published):
        let_wait(available_from=in_days(9))

        place_order(("TEA", 1))

        assert [event.promised_for for event in published(BackorderRaised)] == [in_days(9)]

    def test_every_change_of_the_day_is_told_once(self, published):
        let_wait(available_from=in_days(9))
        order_id = place_order(("TEA", 2))

        promise(in_days(9))
        promise(in_days(12))
        renew_all_promises()
        promise(None)

        assert published(BackorderPromised) == [
            BackorderPromised(order_id=order_id, sku="TEA", quantity=2, promised_for=day)
            for day in (in_days(12), None)
        ]

    def test_a_day_that_has_passed_is_taken_back_by_the_job(self, published):
        let_wait(available_from=in_days(2))
        place_order(("TEA", 1))

        with clock.travelled_to(clock.now() + timedelta(days=3)):
            assert (renew_all_promises(), renew_all_promises()) == (1, 0)

        assert [event.promised_for for event in published(BackorderPromised)] == [None]

    def test_who_has_got_everything_is_told_nothing_more(self, published):
        let_wait(available_from=in_days(9))
        place_order(("TEA", 1))
        receive_stock(sku="TEA", warehouse="MAIN", quantity=1)

        promise(in_days(12))

        assert published(BackorderPromised) == []

    def test_a_long_queue_is_told_in_bites(self, published, monkeypatch):
        monkeypatch.setattr("apps.inventory.services.backorders.promising.MOST_TOLD_AT_ONCE", 2)
        let_wait(available_from=in_days(9))
        for _ in range(3):
            place_order(("TEA", 1))

        promise(in_days(12))
        assert len(published(BackorderPromised)) == 2

        assert (renew_all_promises(), renew_all_promises()) == (1, 0)
        assert set(Backorder.objects.values_list("promised_for", flat=True)) == {in_days(12)}


@pytest.mark.django_db
class TestTellingEverybody:
    def test_what_is_sold_out_says_for_which_day_it_is_promised(self, published, deliver):
        let_wait(on_hand=1, available_from=in_days(9))
        announce_stock(skus=["TEA"])

        place_order(("TEA", 1))
        deliver("inventory")

        told = [
            (event.available, event.when_sold_out, event.promised_for)
            for event in published(StockUpdated)
        ]
        assert told[-2:] == [(1, "backorder", None), (0, "backorder", in_days(9))]

    def test_once_the_limit_is_reached_it_is_just_sold_out(self, published, deliver):
        let_wait(limit=1)

        place_order(("TEA", 1))
        deliver("inventory")

        assert published(StockUpdated)[-1].when_sold_out == "deny"
        assert wait_offers(["TEA"]) == {}

    def test_when_somebody_leaves_the_line_there_is_room_again(self, published, deliver):
        let_wait(limit=1)
        order_id = place_order(("TEA", 1))
        deliver("inventory")

        cancel(order_id)
        deliver("inventory")

        assert [event.when_sold_out for event in published(StockUpdated)][-2:] == [
            "deny",
            "backorder",
        ]

    def test_a_day_that_has_passed_is_promised_to_nobody_any_more(self, published):
        promise(in_days(2))

        with clock.travelled_to(clock.now() + timedelta(days=3)):
            renew_all_promises()
            renew_all_promises()

        assert [event.promised_for for event in published(StockUpdated)] == [in_days(2), None]

    def test_new_terms_are_told_at_once(self, published):
        promise(in_days(9))

        (told,) = published(StockUpdated)
        assert (told.when_sold_out, told.promised_for) == ("preorder", in_days(9))
