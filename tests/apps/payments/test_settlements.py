"""What gateways settled is kept once, and what differs is kept as long as it does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from apps.payments import tasks
from apps.payments.gateways import SandboxGateway
from apps.payments.models import SettlementBreak, SettlementEntry, SettlementFeed
from apps.payments.rules import Break, BreakKind, SettlementLine, Statement
from apps.payments.services import (
    ask_for_settlements,
    keep_breaks,
    keep_settlement,
    record_statement,
)
from shop.kernel import clock
from shop.kernel.errors import ClaimLost
from tests.apps.payments.gateway_conformance import captured
from tests.apps.payments.story import card
from tests.factories.payments import SettlementFeedFactory
from tests.shop.sandbox.calls import APPROVED
from tests.together import at_once

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
LINE = SettlementLine(
    id="st_1",
    charge_id="ch_1",
    came=Decimal("12.50"),
    went=Decimal(0),
    currency="EUR",
    at=NOON,
)
BREAK = Break(
    kind=BreakKind.UNKNOWN_HERE, subject="ch_1", sentence="Nobody knows.", provider="acme"
)


def kept() -> list[tuple[str, Decimal]]:
    return list(SettlementEntry.objects.order_by("line_id").values_list("line_id", "came"))


def test_the_same_lines_again_change_nothing(db):
    first = keep_settlement(provider="acme", lines=[LINE, replace(LINE, id="st_2")])
    again = keep_settlement(provider="acme", lines=[LINE, replace(LINE, id="st_3")])

    assert (first.new, first.known) == (2, 0)
    assert (again.new, again.known, again.otherwise) == (1, 1, ())
    assert [line for line, _ in kept()] == ["st_1", "st_2", "st_3"]
    assert SettlementFeed.objects.get().told_until == NOON


def test_the_same_id_at_another_gateway_is_another_line(db):
    keep_settlement(provider="acme", lines=[LINE])
    keep_settlement(provider="other", lines=[LINE])

    assert SettlementEntry.objects.count() == 2


def test_a_line_with_other_words_stays_and_says_so(db):
    keep_settlement(provider="acme", lines=[LINE])
    other = replace(LINE, came=Decimal(99))

    said = keep_settlement(provider="acme", lines=[other])

    assert said.otherwise == (other,)
    assert kept() == [("st_1", Decimal("12.50"))]
    assert SettlementEntry.objects.get().told_otherwise == str(other)


def test_an_older_file_does_not_turn_back_what_is_known(db):
    keep_settlement(provider="acme", lines=[LINE])
    keep_settlement(provider="acme", lines=[replace(LINE, id="0", at=NOON - timedelta(days=9))])

    assert SettlementFeed.objects.get().told_until == NOON


@pytest.mark.django_db(transaction=True)
def test_files_that_overlap_may_come_at_once():
    lines = [replace(LINE, id=f"st_{n}") for n in range(50)]

    results = at_once([lambda: keep_settlement(provider="acme", lines=lines)] * 4)

    assert sorted(it.new for it in results) == [0, 0, 0, 50]
    assert SettlementEntry.objects.count() == 50


def test_a_gateway_that_is_asked_tells_all_lines_and_until_when(sandbox, do_jobs, db):
    charges = [captured(SandboxGateway(), card(APPROVED)).id for _ in range(2)]
    asked_at = clock.now()

    tasks.ask_for_all_settlements()
    tasks.ask_for_all_settlements()
    do_jobs()

    feed = SettlementFeed.objects.get(provider="sandbox")
    known = set(SettlementEntry.objects.values_list("charge_id", flat=True))
    assert known >= set(charges)
    assert feed.due_at is None
    assert feed.told_until >= asked_at


def test_the_next_time_only_what_is_new_is_asked_for(sandbox, do_jobs, db):
    tasks.ask_for_all_settlements()
    do_jobs()
    count, place = SettlementEntry.objects.count(), SettlementFeed.objects.get().place
    charge = captured(SandboxGateway(), card(APPROVED))

    tasks.ask_for_all_settlements()
    do_jobs()

    assert SettlementEntry.objects.count() == count + 1
    assert SettlementEntry.objects.filter(charge_id=charge.id).exists()
    assert SettlementFeed.objects.get().place != place


def test_a_gateway_that_is_silent_is_asked_again_and_nothing_counts_as_told(settings, db):
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    ask_for_settlements(["sandbox"])
    feed = SettlementFeed.objects.get()

    tasks.fetch_settlements(str(feed.id))

    feed.refresh_from_db()
    assert feed.due_at > clock.now()
    assert feed.told_until is None


def test_a_claim_that_was_lost_keeps_nothing(db):
    feed = SettlementFeedFactory(claims=2)
    told = Statement(lines=[LINE], place="1")

    with pytest.raises(ClaimLost):
        record_statement(feed_id=feed.id, claims=1, statement=told, complete_until=None)

    assert kept() == []


def test_between_two_answers_the_job_is_still_due_so_a_crash_goes_on_behind_the_first(db):
    feed = SettlementFeedFactory(due_at=NOON)

    record_statement(
        feed_id=feed.id,
        claims=0,
        statement=Statement(lines=[LINE], place="1"),
        complete_until=None,
    )

    feed.refresh_from_db()
    assert (feed.place, feed.due_at, feed.told_until) == ("1", NOON, None)


def test_a_difference_stays_since_when_it_was_found_until_it_is_gone(db):
    SettlementFeedFactory(provider="acme")
    other = replace(BREAK, subject="ch_2")

    keep_breaks(seen_at=NOON, breaks=[replace(BREAK, is_open=True), other])
    keep_breaks(seen_at=NOON + timedelta(hours=1), breaks=[BREAK])

    (one,) = SettlementBreak.objects.all()
    assert (one.subject, one.is_open, one.found_at) == ("ch_1", False, NOON)


def test_a_matching_that_was_slow_does_not_overwrite_a_later_one(db):
    SettlementFeedFactory(provider="acme")

    keep_breaks(seen_at=NOON, breaks=[])
    keep_breaks(seen_at=NOON - timedelta(minutes=1), breaks=[BREAK])

    assert not SettlementBreak.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_matchings_at_once_keep_each_difference_once():
    SettlementFeedFactory(provider="acme")
    moments = [NOON + timedelta(seconds=n) for n in range(4)]

    at_once(partial(keep_breaks, seen_at=at, breaks=[BREAK]) for at in moments)

    assert SettlementBreak.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "é"},
        {"charge_id": "x" * 256},
        {"came": Decimal("NaN")},
        {"came": Decimal("1e11")},
        {"went": Decimal("0.0001")},
        {"currency": "EURO"},
    ],
)
def test_what_no_gateway_would_say_is_no_line(wrong):
    with pytest.raises(ValueError, match=r"is no"):
        replace(LINE, **wrong)
