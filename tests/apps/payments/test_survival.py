"""The gateway dies, hangs and calls back as it likes: the money is right in the end."""

from threading import Event

import pytest

from apps.payments.models import AttemptState, GatewayCallback
from apps.payments.tasks import collect
from shop.events.payments import GatewayCalledBack, PaymentSucceeded
from tests.apps.payments.conftest import talking_to
from tests.apps.payments.story import attempt_of, charge_of, later, order_waits
from tests.shop.sandbox.calls import APPROVED, REPEATED, SLOW, STALLED
from tests.shop.sandbox.process import running_sandbox


def all_told(process) -> None:
    """Waits until the shop has taken every copy of every callback."""
    with process.client() as client:
        while any(one["copies_left"] for one in client.get("/control/callbacks").json()):
            Event().wait(0.05)


def test_a_gateway_that_takes_the_money_and_does_not_answer_in_time_is_asked_again(
    sandbox, published, do_jobs, settings
):
    settings.OUTSIDE_TIMEOUT_SECONDS = 0.4
    payment = order_waits(token=STALLED)

    do_jobs()
    left = attempt_of(payment)
    with later(seconds=5):
        do_jobs()

    assert (left.state, left.gateway_id) == (AttemptState.REQUESTED, "")
    assert charge_of(sandbox, left)["captured"] == "12.50"
    assert len(published(PaymentSucceeded)) == 1


def test_a_killed_gateway_is_asked_again_when_it_is_back(tmp_path, settings, published, do_jobs):
    with running_sandbox(tmp_path, slow_seconds=0) as process:
        talking_to(process, settings)
        asked, unasked = order_waits(token=SLOW), order_waits(token=APPROVED)
        collect(str(attempt_of(asked).id))
        process.kill()
        do_jobs()
    during = published(PaymentSucceeded)

    with running_sandbox(tmp_path, slow_seconds=0) as process, later(minutes=1):
        talking_to(process, settings)
        do_jobs()
        with later(minutes=1):
            do_jobs()
        charges = [charge_of(process, attempt_of(payment)) for payment in (asked, unasked)]

    assert during == []
    assert [charge["captured"] for charge in charges] == ["12.50", "12.50"]
    assert len(published(PaymentSucceeded)) == 2


@pytest.mark.urls("apps.payments.urls")
@pytest.mark.django_db(transaction=True)
def test_a_gateway_that_tells_everything_three_times_is_heard_once(
    tmp_path, live_server, settings, published
):
    door = f"{live_server.url}/callbacks/payments/sandbox"
    with running_sandbox(tmp_path, payment_callback_url=door) as process:
        talking_to(process, settings)
        attempt = attempt_of(order_waits(token=REPEATED))
        collect(str(attempt.id))
        all_told(process)

    assert GatewayCallback.objects.count() == len(published(GatewayCalledBack)) == 2
    assert len(published(PaymentSucceeded)) == 1
