"""A gateway does not answer: another one is asked, and the money is taken once."""

from contextlib import contextmanager
from functools import partial

import pytest

from apps.payments.gateways import SandboxGateway, gateway_named, gateways_after, gateways_for
from apps.payments.models import AttemptState, PaymentAttempt, PaymentState
from apps.payments.queries import (
    captured_by_order,
    gateways_out_of_balance,
    payments_out_of_balance,
)
from apps.payments.rules import Instrument, Method
from apps.payments.services import choose_gateway, close_payment, pass_on, start_attempt
from apps.payments.tasks import collect
from shop.events.payments import PaymentFailed, PaymentRequested, PaymentSucceeded
from shop.kernel import clock
from shop.kernel.errors import ClaimLost, DomainError
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    authorised_by_lost_worker,
    card,
    charge_of,
    charges_of,
    claimed,
    later,
    order_is_cancelled,
    order_waits,
)
from tests.journeys.shopper import eventually
from tests.other_gateway import ADAPTER
from tests.shop.sandbox.calls import APPROVED, SLOW, STALLED
from tests.shop.sandbox.process import SandboxProcess, running_sandbox
from tests.together import at_once, outcomes_of

NOBODY = "http://127.0.0.1:9"


class ChoosyGateway(SandboxGateway):
    """Takes no cards."""

    def takes(self, instrument: Instrument) -> bool:
        return instrument.method != Method.CARD


@pytest.fixture(scope="module")
def _other_process(tmp_path_factory):
    with running_sandbox(tmp_path_factory.mktemp("other"), stall_seconds=0) as process:
        yield process


@pytest.fixture
def other(_other_process, sandbox, settings, monkeypatch) -> SandboxProcess:
    """The gateway that is asked when the first one does not answer."""
    settings.PAYMENT_GATEWAYS = {
        "sandbox": "apps.payments.gateways.SandboxGateway",
        "other": ADAPTER,
    }
    settings.BREAKER_FAILURES = 1000
    monkeypatch.setenv("OTHER_SANDBOX_URL", _other_process.url)
    monkeypatch.setenv("OTHER_SANDBOX_SECRET", _other_process.secret)
    return _other_process


@pytest.fixture
def silence(sandbox, settings):
    """Within `silence()`, the gateway takes what is asked and says nothing."""
    usual = settings.OUTSIDE_TIMEOUT_SECONDS

    @contextmanager
    def play():
        with sandbox.client() as client:
            client.post("/control/silence", json={"seconds": 3600, "firm": "gateway"})
            settings.OUTSIDE_TIMEOUT_SECONDS = 0.5
            yield
            settings.OUTSIDE_TIMEOUT_SECONDS = usual
            client.post("/control/silence", json={"seconds": 0, "firm": "gateway"})

    yield play
    with sandbox.client() as client:
        client.post("/control/silence", json={"seconds": 0, "firm": "gateway"})


def gateways_of(payment) -> list[tuple[str, str]]:
    """Whom each attempt was put to, and what has become of it."""
    return list(payment.attempts.order_by("number").values_list("gateway", "state"))


def let_all_end() -> None:
    """What the sweeper does until nothing is left to do; ten minutes later each time."""
    for number in range(1, 50):
        with later(minutes=10 * number):
            for attempt in PaymentAttempt.objects.filter(due_at__isnull=False):
                collect(str(attempt.id))


def statuses(*processes: SandboxProcess) -> list[str]:
    """What the books of these gateways say of all attempts."""
    attempts = PaymentAttempt.objects.all()
    found = [one for it in processes for a in attempts for one in charges_of(it, a)]
    return sorted(one["status"] for one in found)


def test_the_first_gateway_is_asked_first(sandbox, other, do_jobs):
    payment = order_waits(token=APPROVED)

    do_jobs()

    assert gateways_of(payment) == [("sandbox", "captured")]
    assert charges_of(other, attempt_of(payment)) == []


def test_a_gateway_that_hangs_is_passed_by_and_the_buyer_pays_once(
    sandbox, other, silence, published, do_jobs
):
    payment = order_waits(token=APPROVED)

    with silence():
        do_jobs()
        do_jobs()
        assert gateways_of(payment) == [("sandbox", "withdrawn"), ("other", "captured")]
    let_all_end()

    assert gateways_of(payment) == [("sandbox", "voided"), ("other", "captured")]
    assert charge_of(other, attempt_of(payment, 2))["captured"] == "12.50"
    assert statuses(sandbox) == ["voided"]
    assert len(published(PaymentSucceeded)) == 1
    assert [event.attempt for event in published(PaymentRequested)] == [1, 2]
    assert published(PaymentFailed) == payments_out_of_balance() == gateways_out_of_balance() == []


def test_money_that_was_authorised_without_an_answer_is_let_go(
    sandbox, other, published, do_jobs, settings
):
    usual, settings.OUTSIDE_TIMEOUT_SECONDS = settings.OUTSIDE_TIMEOUT_SECONDS, 0.5
    payment = order_waits(token=STALLED)

    do_jobs()
    settings.OUTSIDE_TIMEOUT_SECONDS = usual
    eventually(lambda: charges_of(sandbox, attempt_of(payment)))
    let_all_end()

    assert gateways_of(payment) == [("sandbox", "voided"), ("other", "captured")]
    assert statuses(sandbox, other) == ["captured", "voided"]
    assert len(published(PaymentSucceeded)) == 1


def test_where_nobody_is_there_the_attempt_itself_goes_on_to_the_next(
    sandbox, other, published, do_jobs, settings
):
    settings.SANDBOX_URL = NOBODY
    payment = order_waits(token=APPROVED)

    do_jobs()

    assert gateways_of(payment) == [("other", "captured")]
    assert len(published(PaymentSucceeded)) == 1


def test_a_gateway_that_is_left_alone_costs_the_buyer_nothing(
    sandbox, other, silence, do_jobs, settings
):
    settings.BREAKER_FAILURES = 1
    with silence():
        order_waits(token=APPROVED)
        do_jobs()

        payment = order_waits(token=APPROVED)
        do_jobs()

    assert gateways_of(payment) == [("other", "captured")]


def test_where_nobody_can_be_asked_the_attempt_waits_for_anybody(
    sandbox, other, do_jobs, settings, monkeypatch
):
    url = other.url
    settings.SANDBOX_URL, settings.BREAKER_SECONDS = NOBODY, 10
    monkeypatch.setenv("OTHER_SANDBOX_URL", NOBODY)
    payment = order_waits(token=APPROVED)
    do_jobs()
    waiting = attempt_of(payment)

    monkeypatch.setenv("OTHER_SANDBOX_URL", url)
    with later(seconds=10):
        do_jobs()

    assert (waiting.gateway, waiting.state) == ("", AttemptState.REQUESTED)
    assert gateways_of(payment) == [("other", "captured")]


def test_a_buyer_is_not_kept_longer_than_the_gateway_is_left_alone(sandbox, do_jobs, settings):
    settings.SANDBOX_URL, settings.BREAKER_SECONDS = NOBODY, 7
    payment = order_waits(token=APPROVED)
    PaymentAttempt.objects.update(claims=30)

    do_jobs()

    assert (attempt_of(payment).due_at - clock.now()).total_seconds() <= 7


def test_what_a_dead_worker_may_have_asked_for_is_undone_there(
    sandbox, other, published, do_jobs, settings
):
    payment = order_waits(token=APPROVED)
    mine = claimed(attempt_of(payment))
    gateway_named("sandbox").authorise(
        reference=str(mine.id),
        amount=PRICE,
        description=mine.payment.description,
        instrument=mine.instrument,
        key=mine.key_for("authorise"),
    )
    url, settings.SANDBOX_URL = settings.SANDBOX_URL, NOBODY

    with later(seconds=61):
        do_jobs()
        do_jobs()
    settings.SANDBOX_URL = url
    let_all_end()

    assert gateways_of(payment) == [("sandbox", "voided"), ("other", "captured")]
    assert statuses(sandbox, other) == ["captured", "voided"]
    assert len(published(PaymentSucceeded)) == 1


def test_a_gateway_that_has_said_something_is_waited_for(
    sandbox, other, silence, published, do_jobs
):
    payment = order_waits(token=SLOW)
    do_jobs()

    with silence(), later(seconds=20):
        do_jobs()

    assert gateways_of(payment) == [("sandbox", "processing")]
    with pytest.raises(ClaimLost):
        pass_on(attempt_id=attempt_of(payment).id, claims=1, gateway="other")
    assert not pass_on(attempt_id=attempt_of(payment).id, claims=2, gateway="other")


def test_what_is_captured_late_is_never_passed_on(sandbox, other, published, do_jobs, settings):
    payment = order_waits(token=APPROVED)
    authorised_by_lost_worker(attempt_of(payment))
    url, settings.SANDBOX_URL = settings.SANDBOX_URL, NOBODY

    with later(seconds=61):
        do_jobs()
    settings.SANDBOX_URL = url
    let_all_end()

    assert gateways_of(payment) == [("sandbox", "captured")]
    assert statuses(sandbox, other) == ["captured"]


def test_a_token_stays_where_it_means_something(sandbox, other, silence, do_jobs, settings):
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "other": f"{__name__}.ChoosyGateway"}
    payment = order_waits(token=APPROVED)

    with silence():
        do_jobs()

    assert gateways_of(payment) == [("sandbox", "requested")]
    assert gateways_for(card("pm_of_another_firm")) == ["sandbox"]
    assert gateways_after("sandbox", Instrument(method=Method.UPI_INTENT)) == ["other"]


def test_what_nobody_wants_any_more_is_put_to_nobody(sandbox, other, settings, do_jobs):
    settings.SANDBOX_URL = NOBODY
    settings.PAYMENT_GATEWAYS = {"sandbox": settings.PAYMENT_GATEWAYS["sandbox"]}
    payment = order_waits(token=APPROVED)
    do_jobs()
    order_is_cancelled(payment)
    close_payment(order_id=payment.order_id)
    settings.SANDBOX_URL = sandbox.url

    let_all_end()

    assert gateways_of(payment) == [("", "voided")]
    assert statuses(sandbox, other) == []


def test_a_claim_that_was_lost_chooses_nobody(sandbox, published):
    attempt = attempt_of(order_waits(token=APPROVED))
    late = claimed(attempt)
    with later(seconds=61):
        claimed(attempt)

    with pytest.raises(ClaimLost):
        choose_gateway(attempt_id=late.id, claims=late.claims, gateway="other")


def test_a_charge_stays_with_its_gateway(sandbox, published):
    attempt = attempt_of(order_waits(token=APPROVED))
    authorised_by_lost_worker(attempt)

    with pytest.raises(DomainError, match="is with sandbox, and stays there"):
        choose_gateway(attempt_id=attempt.id, claims=1, gateway="other")


def test_a_refund_goes_to_the_gateway_that_has_the_money(
    sandbox, other, deliver, do_jobs, settings
):
    settings.SANDBOX_URL = NOBODY
    payment = order_waits(token=APPROVED)
    do_jobs()
    both = settings.PAYMENT_GATEWAYS
    order_is_cancelled(payment)
    deliver("payments")

    settings.PAYMENT_GATEWAYS = {"sandbox": both["sandbox"]}
    do_jobs()
    waiting = payment.refunds.get().state
    settings.PAYMENT_GATEWAYS = both
    with later(minutes=5):
        do_jobs()

    assert waiting == "requested"
    assert charge_of(other, attempt_of(payment))["refunded"] == "12.50"


@pytest.mark.django_db(transaction=True)
def test_cancelling_or_paying_anew_while_it_is_passed_on_leaves_one_capture_at_most(
    sandbox, other, silence, published, settings
):
    payments = [order_waits(token=APPROVED) for _ in range(6)]

    with silence():
        for number, payment in enumerate(payments):
            interfere = close_payment if number % 2 else partial(start_attempt, token=APPROVED)
            outcomes_of(
                [
                    partial(collect, str(attempt_of(payment).id)),
                    partial(interfere, order_id=payment.order_id),
                ]
            )
    let_all_end()

    states = {payment.order_id: payment.state for payment in type(payment).objects.all()}
    paid = sum(state == PaymentState.PAID for state in states.values())
    kept = [money.kept for money in captured_by_order().values()]
    assert paid == len(published(PaymentSucceeded)) == 3
    assert sorted(kept) == [0, 0, 0, PRICE.amount, PRICE.amount, PRICE.amount]
    assert statuses(sandbox, other).count("captured") == 3
    assert payments_out_of_balance() == gateways_out_of_balance() == []
    assert not PaymentAttempt.objects.filter(due_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_pass_on_once(sandbox, other, silence, published, settings):
    payment = order_waits(token=APPROVED)
    attempt_id = attempt_of(payment).id

    def a_minute_later() -> None:
        with later(seconds=61):
            collect(str(attempt_id))

    with silence():
        at_once([partial(collect, str(attempt_id)), a_minute_later])
    let_all_end()

    assert payment.attempts.count() == 2
    assert len(published(PaymentSucceeded)) == 1
    assert statuses(sandbox, other).count("captured") == 1
    assert payments_out_of_balance() == gateways_out_of_balance() == []
