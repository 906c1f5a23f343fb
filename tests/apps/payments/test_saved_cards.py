"""Cards that members keep at the gateway: the shop has tokens, and forgets them when asked to."""

from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.payments.gateways import gateway_named
from apps.payments.models import CardState, PaymentAttempt, PaymentState, SavedCard
from apps.payments.queries import cards_of
from apps.payments.rules import Charge, Instrument, Method
from apps.payments.services import remove_card, start_attempt
from shop.events.accounts import UserErased
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.identity import new_id
from shop.kernel.outside import Refused
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    decide,
    happen,
    later,
    order_waits,
    tell_all,
)
from tests.factories.payments import PaymentAttemptFactory, SavedCardFactory
from tests.shop.sandbox.calls import APPROVED, ASKS, DECLINED
from tests.together import outcomes_of

ADA, BOB = UUID(int=1), UUID(int=2)


@pytest.fixture
def kept(db, sandbox, do_jobs) -> SavedCard:
    """A card that Ada paid with and wished to keep."""
    pay(order_waits(customer_id=ADA), token=APPROVED, keep=True)
    do_jobs()
    return SavedCard.objects.get()


def pay(payment, **how):
    start_attempt(order_id=payment.order_id, **how)
    return payment


def authorise(instrument: Instrument) -> Charge:
    return gateway_named("sandbox").authorise(
        reference=str(new_id()), amount=PRICE, instrument=instrument, key=str(new_id())
    )


def test_a_card_that_paid_is_kept_by_what_its_owner_knows_it_by(kept):
    (shown,) = cards_of(ADA)

    assert (shown.id, shown.brand, shown.last4) == (kept.id, "Visa", "4242")
    assert (kept.customer_id, kept.gateway) == (ADA, "sandbox")
    assert kept.token != APPROVED
    assert cards_of(BOB) == []


def test_a_kept_card_pays_without_being_typed_again(kept, do_jobs):
    payment = pay(order_waits(customer_id=ADA), saved_card=kept.id)
    do_jobs()

    payment.refresh_from_db()
    assert payment.state == PaymentState.PAID
    assert SavedCard.objects.count() == 1


def test_a_card_is_kept_once_the_bank_has_said_yes(db, sandbox, do_jobs):
    payment = pay(order_waits(customer_id=ADA), token=ASKS, keep=True)
    do_jobs()
    before = cards_of(ADA)
    decide(sandbox, attempt_of(payment), "approve")
    tell_all(sandbox, attempt_of(payment))
    do_jobs()

    assert before == []
    assert len(cards_of(ADA)) == 1


@pytest.mark.parametrize("how", [{"token": DECLINED, "keep": True}, {"token": APPROVED}])
def test_a_card_that_did_not_pay_or_was_not_to_be_kept_is_not(db, sandbox, do_jobs, how):
    pay(order_waits(customer_id=ADA), **how)
    do_jobs()

    assert not SavedCard.objects.exists()


def test_somebody_elses_card_is_not_found(kept):
    payment = order_waits(customer_id=BOB)

    with pytest.raises(NotFound, match="no such card of yours"):
        pay(payment, saved_card=kept.id)
    with pytest.raises(NotFound):
        remove_card(customer_id=BOB, card_id=kept.id)

    assert cards_of(ADA)


def test_a_removed_card_is_forgotten_by_the_gateway_and_then_here(kept, sandbox, do_jobs):
    remove_card(customer_id=ADA, card_id=kept.id)
    leaving = SavedCard.objects.get().state
    with pytest.raises(NotFound):
        pay(order_waits(customer_id=ADA), saved_card=kept.id)
    do_jobs()

    assert leaving == CardState.LEAVING
    assert not SavedCard.objects.exists()
    with pytest.raises(Refused):
        authorise(Instrument(method=Method.CARD, token=kept.token))


def test_a_gateway_that_had_forgotten_it_before_a_crash_is_asked_again(kept, sandbox, do_jobs):
    remove_card(customer_id=ADA, card_id=kept.id)
    gateway_named("sandbox").forget(kept.token, key=f"{kept.id}:forget")

    do_jobs()

    assert not SavedCard.objects.exists()


def test_who_leaves_the_shop_leaves_no_card_at_a_gateway(kept, deliver, do_jobs):
    happen(UserErased(user_id=new_id(), customer_id=ADA, former_customer_ids=()))
    deliver("payments")
    do_jobs()

    assert not SavedCard.objects.exists()


def test_an_attempt_that_is_passed_on_still_wishes_to_keep_the_card(db):
    attempt = PaymentAttemptFactory(keeps=True)

    assert attempt.instrument.keep


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"method": Method.WALLET}, "pays by the method card"),
        ({"token": APPROVED}, "without a token"),
        ({"keep": True}, "stays kept"),
    ],
)
def test_a_kept_card_pays_alone(kept, how, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        pay(order_waits(customer_id=ADA), saved_card=kept.id, **how)


def test_only_cards_are_kept(db):
    with pytest.raises(InvalidInput, match="Only a card"):
        pay(order_waits(), method=Method.UPI_INTENT, keep=True)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"token": "4242 4242 4242 4242"}, "card_has_no_number"),
        ({"last4": "424"}, "card_known_by_four_digits"),
        ({"state": CardState.LEAVING}, "card_waits_while_it_leaves"),
    ],
)
def test_the_database_keeps_the_rules_too(db, wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SavedCardFactory(**wrong)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_remove_a_card_once(kept):
    outcomes = outcomes_of([partial(remove_card, customer_id=ADA, card_id=kept.id)] * 4)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", *["NotFound"] * 3]


@pytest.mark.django_db(transaction=True)
def test_a_card_that_is_removed_while_it_pays_either_pays_or_is_refused(kept, do_jobs):
    payment = order_waits(customer_id=ADA)

    outcomes_of(
        [
            partial(pay, payment, saved_card=kept.id),
            partial(remove_card, customer_id=ADA, card_id=kept.id),
        ]
    )
    do_jobs()
    with later(minutes=2):
        do_jobs()

    payment.refresh_from_db()
    assert not SavedCard.objects.exists()
    assert PaymentAttempt.objects.filter(due_at__isnull=False).count() == 0
    assert (payment.state == PaymentState.PAID) == bool(payment.captured)
